//! `StopGoal`.

use api::v1::{StopGoalRequest, StopGoalResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<StopGoalRequest>,
) -> Result<StopGoalResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::plans::stop(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(StopGoalResponse {
        receipt: call.receipt(&done),
    })
}
