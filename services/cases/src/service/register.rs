//! `RegisterService`.

use api::v1::{RegisterServiceRequest, RegisterServiceResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RegisterServiceRequest>,
) -> Result<RegisterServiceResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::register_service(&call.content)?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(RegisterServiceResponse {
        receipt: call.receipt(&done),
        service_id: thing(&done)?,
    })
}
