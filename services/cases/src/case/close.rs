//! `CloseCase`: answered when every file that it touches has been rewritten, or after a bound.

use api::v1::{CloseCaseRequest, CloseCaseResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CloseCaseRequest>,
) -> Result<CloseCaseResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::life::close(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(CloseCaseResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
