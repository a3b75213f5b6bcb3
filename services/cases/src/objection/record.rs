//! `RecordObjection`: answered when every file that it touches has been rewritten, or after a bound.

use api::v1::{RecordObjectionRequest, RecordObjectionResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordObjectionRequest>,
) -> Result<RecordObjectionResponse, Error> {
    let call = cases.call("RecordObjection", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::sharing::record_objection(request.get_ref())?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    let withdrawal = cases.withdrawn(&call.request.by, person, &done).await?;
    Ok(RecordObjectionResponse {
        receipt: Some(call.receipt(&done)),
        withdrawal: Some(withdrawal),
    })
}
