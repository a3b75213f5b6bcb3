//! `DeclineAction`. What an invitation showed may be taken away, so it is answered as a withdrawal is.

use api::v1::{DeclineActionRequest, DeclineActionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<DeclineActionRequest>,
) -> Result<DeclineActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::actions::decline(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(DeclineActionResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
