//! `UpdateOrganisation`.

use api::v1::{UpdateOrganisationRequest, UpdateOrganisationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<UpdateOrganisationRequest>,
) -> Result<UpdateOrganisationResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::update_organisation(&call.content)?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(UpdateOrganisationResponse {
        receipt: call.receipt(&done),
    })
}
