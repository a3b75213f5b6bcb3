//! `RetractFact`.

use api::v1::{RetractFactRequest, RetractFactResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RetractFactRequest>,
) -> Result<RetractFactResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::retract_fact(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RetractFactResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
