//! `RegisterService`.

use api::v1::{RegisterServiceRequest, RegisterServiceResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RegisterServiceRequest>,
) -> Result<RegisterServiceResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::register_service(&call.content)?;
    // A service is always the caller's own organisation's.
    let organisation = call.request.by.organisation.clone();
    let done = cases
        .directory
        .execute(&organisation, &call.request, &command)
        .await?;
    Ok(RegisterServiceResponse {
        receipt: call.receipt(&done),
        service_id: thing(&done)?,
    })
}
