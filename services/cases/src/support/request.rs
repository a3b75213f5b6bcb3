//! `RequestSupport`.

use api::v1::{RequestSupportRequest, RequestSupportResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RequestSupportRequest>,
) -> Result<RequestSupportResponse, Error> {
    let call = cases.call(request)?;
    let (meeting, command) = api::meetings::request_support(&call.content)?;
    let done = call.carry_out_at(&meeting, &command).await?;
    Ok(RequestSupportResponse {
        receipt: call.receipt(&done),
        item_id: thing(&done)?,
    })
}
