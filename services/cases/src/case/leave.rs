//! `LeaveCase`.

use api::v1::{LeaveCaseRequest, LeaveCaseResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<LeaveCaseRequest>,
) -> Result<LeaveCaseResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::joining::leave(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(LeaveCaseResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
