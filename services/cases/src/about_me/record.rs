//! `RecordAboutMe`.

use api::v1::{RecordAboutMeRequest, RecordAboutMeResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordAboutMeRequest>,
) -> Result<RecordAboutMeResponse, Error> {
    let call = cases.call("RecordAboutMe", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::about_me::record(request.get_ref(), &|token| call.open_edit(token))?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    Ok(RecordAboutMeResponse {
        receipt: Some(call.receipt(&done)),
    })
}
