//! `CompleteAction`.

use api::v1::{CompleteActionRequest, CompleteActionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CompleteActionRequest>,
) -> Result<CompleteActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::actions::complete(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(CompleteActionResponse {
        receipt: call.receipt(&done),
    })
}
