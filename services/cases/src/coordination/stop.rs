//! `StopCoordination`: answered when every file that it touches has been rewritten, or after a bound.

use api::v1::{StopCoordinationRequest, StopCoordinationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<StopCoordinationRequest>,
) -> Result<StopCoordinationResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::life::stop(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(StopCoordinationResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
