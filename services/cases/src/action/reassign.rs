//! `ReassignAction`.

use api::v1::{ReassignActionRequest, ReassignActionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReassignActionRequest>,
) -> Result<ReassignActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::actions::reassign(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(ReassignActionResponse {
        receipt: call.receipt(&done),
    })
}
