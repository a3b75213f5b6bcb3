//! `CorrectFact`. It may take something away, so it is answered as a withdrawal is.

use api::v1::{CorrectFactRequest, CorrectFactResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CorrectFactRequest>,
) -> Result<CorrectFactResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::correct_fact(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(CorrectFactResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
