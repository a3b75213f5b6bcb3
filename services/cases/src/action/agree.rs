//! `AgreeAction`.

use api::v1::{AgreeActionRequest, AgreeActionResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AgreeActionRequest>,
) -> Result<AgreeActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::actions::agree(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(AgreeActionResponse {
        receipt: call.receipt(&done),
        action_id: thing(&done)?,
    })
}
