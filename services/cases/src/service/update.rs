//! `UpdateService`.

use api::v1::{UpdateServiceRequest, UpdateServiceResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<UpdateServiceRequest>,
) -> Result<UpdateServiceResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::update_service(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(UpdateServiceResponse {
        receipt: call.receipt(&done),
    })
}
