//! `CorrectIdentity`.

use api::v1::{CorrectIdentityRequest, CorrectIdentityResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CorrectIdentityRequest>,
) -> Result<CorrectIdentityResponse, Error> {
    let call = cases.call(request)?;
    let command = api::people::correct_identity(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(CorrectIdentityResponse {
        receipt: call.receipt(&done),
    })
}
