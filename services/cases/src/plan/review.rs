//! `ReviewPlan`.

use api::v1::{ReviewPlanRequest, ReviewPlanResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReviewPlanRequest>,
) -> Result<ReviewPlanResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::plans::review(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(ReviewPlanResponse {
        receipt: call.receipt(&done),
    })
}
