//! `EndAbsence`.

use api::v1::{EndAbsenceRequest, EndAbsenceResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<EndAbsenceRequest>,
) -> Result<EndAbsenceResponse, Error> {
    let call = cases.call(request)?;
    let by = &call.request.by;
    let command = api::cover::end_absence(&call.content, &by.worker)?;
    // Workers are always the caller's own organisation's.
    let done = cases
        .directory
        .execute(&by.organisation, &call.request, &command)
        .await?;
    Ok(EndAbsenceResponse {
        receipt: call.receipt(&done),
    })
}
