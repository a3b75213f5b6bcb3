//! `WithdrawObjection`. It takes nothing away.

use api::v1::{WithdrawObjectionRequest, WithdrawObjectionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<WithdrawObjectionRequest>,
) -> Result<WithdrawObjectionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::withdraw_objection(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(WithdrawObjectionResponse {
        receipt: call.receipt(&done),
    })
}
