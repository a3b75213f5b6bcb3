//! `CorrectIdentity`. A number that is new is taken before it is recorded: two records never have the same.

use api::v1::{CorrectIdentityRequest, CorrectIdentityResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CorrectIdentityRequest>,
) -> Result<CorrectIdentityResponse, Error> {
    let call = cases.call(request)?;
    let command = api::people::correct_identity(&call.content, &|token| call.open_edit(token))?;
    let person = person(&call.content.person_id)?;
    cases.number(person, &call.request, &command).await?;
    let done = call.carry_out(&command).await?;
    cases.make_findable(person).await?;
    Ok(CorrectIdentityResponse {
        receipt: call.receipt(&done),
    })
}
