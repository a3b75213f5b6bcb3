//! `NameSafeguardingLead`.

use api::v1::{NameSafeguardingLeadRequest, NameSafeguardingLeadResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<NameSafeguardingLeadRequest>,
) -> Result<NameSafeguardingLeadResponse, Error> {
    let call = cases.call(request)?;
    let command = api::safeguarding::name_lead(&call.content)?;
    // A lead is always the caller's own organisation's.
    let organisation = call.request.by.organisation.clone();
    let done = cases
        .directory
        .execute(&organisation, &call.request, &command)
        .await?;
    Ok(NameSafeguardingLeadResponse {
        receipt: call.receipt(&done),
    })
}
