//! `RegisterOrganisation`.

use api::v1::{RegisterOrganisationRequest, RegisterOrganisationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RegisterOrganisationRequest>,
) -> Result<RegisterOrganisationResponse, Error> {
    let call = cases.call(request)?;
    let (organisation, command) = api::directory::register_organisation(&call.content)?;
    let done = cases
        .directory
        .execute(&organisation, &call.request, &command)
        .await?;
    Ok(RegisterOrganisationResponse {
        receipt: call.receipt(&done),
    })
}
