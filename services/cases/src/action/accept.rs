//! `AcceptAction`.

use api::v1::{AcceptActionRequest, AcceptActionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AcceptActionRequest>,
) -> Result<AcceptActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::actions::accept(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(AcceptActionResponse {
        receipt: call.receipt(&done),
    })
}
