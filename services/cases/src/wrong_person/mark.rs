//! `MarkWrongPerson`.

use api::v1::{MarkWrongPersonRequest, MarkWrongPersonResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<MarkWrongPersonRequest>,
) -> Result<MarkWrongPersonResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::people::mark_wrong_person(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(MarkWrongPersonResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
