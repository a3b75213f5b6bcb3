//! `RetireService`.

use api::v1::{RetireServiceRequest, RetireServiceResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RetireServiceRequest>,
) -> Result<RetireServiceResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::retire_service(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(RetireServiceResponse {
        receipt: call.receipt(&done),
    })
}
