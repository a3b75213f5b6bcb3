//! `RecordAbsence`.

use api::v1::{RecordAbsenceRequest, RecordAbsenceResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordAbsenceRequest>,
) -> Result<RecordAbsenceResponse, Error> {
    let call = cases.call(request)?;
    let by = &call.request.by;
    let command = api::cover::record_absence(&call.content, &by.worker)?;
    // Workers are always the caller's own organisation's.
    let done = cases
        .directory
        .execute(&by.organisation, &call.request, &command)
        .await?;
    Ok(RecordAbsenceResponse {
        receipt: call.receipt(&done),
    })
}
