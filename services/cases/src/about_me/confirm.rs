//! `ConfirmAboutMe`.

use api::v1::{ConfirmAboutMeRequest, ConfirmAboutMeResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ConfirmAboutMeRequest>,
) -> Result<ConfirmAboutMeResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::about_me::confirm(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(ConfirmAboutMeResponse {
        receipt: call.receipt(&done),
    })
}
