//! `RequestAction`.

use api::v1::{RequestActionRequest, RequestActionResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RequestActionRequest>,
) -> Result<RequestActionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let (organisation, service) = api::actions::asked(&call.content)?;
    let service = cases.service(&organisation, service).await?;
    let command = api::actions::request(&call.content, service)?;
    let done = call.carry_out(&command).await?;
    Ok(RequestActionResponse {
        receipt: call.receipt(&done),
        action_id: thing(&done)?,
    })
}
