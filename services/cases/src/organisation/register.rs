//! `RegisterOrganisation`.

use api::v1::{RegisterOrganisationRequest, RegisterOrganisationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RegisterOrganisationRequest>,
) -> Result<RegisterOrganisationResponse, Error> {
    let call = cases.call("RegisterOrganisation", &request, |content| {
        &content.command_id
    })?;
    let (organisation, command) = api::directory::register_organisation(request.get_ref())?;
    let done = cases
        .directory
        .execute(&organisation, &call.request, &command)
        .await?;
    Ok(RegisterOrganisationResponse {
        receipt: Some(call.receipt(&done)),
    })
}
