//! `AchieveGoal`.

use api::v1::{AchieveGoalRequest, AchieveGoalResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AchieveGoalRequest>,
) -> Result<AchieveGoalResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::plans::achieve(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(AchieveGoalResponse {
        receipt: call.receipt(&done),
    })
}
