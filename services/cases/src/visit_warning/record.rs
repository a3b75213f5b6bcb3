//! `RecordVisitWarning`.

use api::v1::{RecordVisitWarningRequest, RecordVisitWarningResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordVisitWarningRequest>,
) -> Result<RecordVisitWarningResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::people::record_visit_warning(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordVisitWarningResponse {
        receipt: call.receipt(&done),
        visit_warning_id: thing(&done)?,
    })
}
