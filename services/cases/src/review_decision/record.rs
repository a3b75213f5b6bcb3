//! `RecordReviewDecision`.

use api::v1::{RecordReviewDecisionRequest, RecordReviewDecisionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordReviewDecisionRequest>,
) -> Result<RecordReviewDecisionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let named = api::reviews::differing(&call.content)?;
    let guests = cases.guests(named).await?;
    let command = api::reviews::decide(&call.content, &guests)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordReviewDecisionResponse {
        receipt: call.receipt(&done),
    })
}
