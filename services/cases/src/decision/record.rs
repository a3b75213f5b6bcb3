//! `RecordDecision`.

use api::v1::{RecordDecisionRequest, RecordDecisionResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordDecisionRequest>,
) -> Result<RecordDecisionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::decisions::record(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordDecisionResponse {
        receipt: call.receipt(&done),
        decision_id: thing(&done)?,
    })
}
