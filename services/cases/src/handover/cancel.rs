//! `CancelHandover`. What the invitation showed is taken away, so it is answered as a withdrawal is.

use api::v1::{CancelHandoverRequest, CancelHandoverResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CancelHandoverRequest>,
) -> Result<CancelHandoverResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::handovers::cancel(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(CancelHandoverResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
