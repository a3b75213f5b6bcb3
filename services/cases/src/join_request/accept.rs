//! `AcceptJoinRequest`.

use api::v1::{AcceptJoinRequestRequest, AcceptJoinRequestResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AcceptJoinRequestRequest>,
) -> Result<AcceptJoinRequestResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::joining::accept(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(AcceptJoinRequestResponse {
        receipt: call.receipt(&done),
    })
}
