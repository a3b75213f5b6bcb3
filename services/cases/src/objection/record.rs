//! `RecordObjection`: answered when every file that it touches has been rewritten, or after a bound.

use api::v1::{RecordObjectionRequest, RecordObjectionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordObjectionRequest>,
) -> Result<RecordObjectionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::record_objection(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordObjectionResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
