//! `UnmarkWrongPerson`.

use api::v1::{UnmarkWrongPersonRequest, UnmarkWrongPersonResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<UnmarkWrongPersonRequest>,
) -> Result<UnmarkWrongPersonResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::people::unmark_wrong_person(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(UnmarkWrongPersonResponse {
        receipt: call.receipt(&done),
    })
}
