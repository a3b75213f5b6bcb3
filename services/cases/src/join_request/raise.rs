//! `RaiseJoinRequest`.

use api::v1::{RaiseJoinRequestRequest, RaiseJoinRequestResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RaiseJoinRequestRequest>,
) -> Result<RaiseJoinRequestResponse, Error> {
    let call = cases.call(request)?;
    let person = call.open_join(&call.content.token)?;
    let service = api::types::id("service_id", &call.content.service_id)?;
    let service = cases
        .service(&call.request.by.organisation, service)
        .await?;
    let command = api::joining::raise(&call.content, service)?;
    let done = call.carry_out_on(person, &command).await?;
    Ok(RaiseJoinRequestResponse {
        receipt: call.receipt(&done),
        request_id: thing(&done)?,
    })
}
