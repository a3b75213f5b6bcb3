//! `ConfirmAboutMe`.

use api::v1::{ConfirmAboutMeRequest, ConfirmAboutMeResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ConfirmAboutMeRequest>,
) -> Result<ConfirmAboutMeResponse, Error> {
    let call = cases.call("ConfirmAboutMe", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::about_me::confirm(request.get_ref(), &|token| call.open_edit(token))?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    Ok(ConfirmAboutMeResponse {
        receipt: Some(call.receipt(&done)),
    })
}
