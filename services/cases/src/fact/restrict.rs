//! `RestrictFact`.

use api::v1::{RestrictFactRequest, RestrictFactResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RestrictFactRequest>,
) -> Result<RestrictFactResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::restrict_fact(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RestrictFactResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
