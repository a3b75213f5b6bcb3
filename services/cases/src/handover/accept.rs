//! `AcceptHandover`. Where the sender leaves, something is taken away, so it is answered as a withdrawal is.

use api::v1::{AcceptHandoverRequest, AcceptHandoverResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AcceptHandoverRequest>,
) -> Result<AcceptHandoverResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::handovers::accept(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(AcceptHandoverResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
