//! `RecordNote`.

use api::v1::{RecordNoteRequest, RecordNoteResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordNoteRequest>,
) -> Result<RecordNoteResponse, Error> {
    let call = cases.call("RecordNote", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::story::record_note(request.get_ref())?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    Ok(RecordNoteResponse {
        receipt: Some(call.receipt(&done)),
    })
}
