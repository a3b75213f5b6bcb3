//! `RecordNote`.

use api::v1::{RecordNoteRequest, RecordNoteResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordNoteRequest>,
) -> Result<RecordNoteResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::story::record_note(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordNoteResponse {
        receipt: call.receipt(&done),
    })
}
