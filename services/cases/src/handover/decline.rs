//! `DeclineHandover`. What the invitation showed is taken away, so it is answered as a withdrawal is.

use api::v1::{DeclineHandoverRequest, DeclineHandoverResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<DeclineHandoverRequest>,
) -> Result<DeclineHandoverResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::handovers::decline(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(DeclineHandoverResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
