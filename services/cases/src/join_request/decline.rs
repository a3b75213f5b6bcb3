//! `DeclineJoinRequest`.

use api::v1::{DeclineJoinRequestRequest, DeclineJoinRequestResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<DeclineJoinRequestRequest>,
) -> Result<DeclineJoinRequestResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::joining::decline(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(DeclineJoinRequestResponse {
        receipt: call.receipt(&done),
    })
}
