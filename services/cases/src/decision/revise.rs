//! `ReviseDecision`.

use api::v1::{ReviseDecisionRequest, ReviseDecisionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReviseDecisionRequest>,
) -> Result<ReviseDecisionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::decisions::revise(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(ReviseDecisionResponse {
        receipt: call.receipt(&done),
    })
}
