//! `ReopenCase`.

use api::v1::{ReopenCaseRequest, ReopenCaseResponse};
use casework::case::reopen::ReopenCase;
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReopenCaseRequest>,
) -> Result<ReopenCaseResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let done = call.carry_out(&ReopenCase).await?;
    Ok(ReopenCaseResponse {
        receipt: call.receipt(&done),
    })
}
