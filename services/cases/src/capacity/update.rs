//! `UpdateCapacity`.

use api::v1::{UpdateCapacityRequest, UpdateCapacityResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<UpdateCapacityRequest>,
) -> Result<UpdateCapacityResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::update_capacity(&call.content)?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(UpdateCapacityResponse {
        receipt: call.receipt(&done),
    })
}
