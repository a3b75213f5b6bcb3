//! `CancelAction`. What an invitation showed may be taken away, so it is answered as a withdrawal is.

use api::v1::{CancelActionRequest, CancelActionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CancelActionRequest>,
) -> Result<CancelActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::actions::cancel(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(CancelActionResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
