//! `NameCustodian`.

use api::v1::{NameCustodianRequest, NameCustodianResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<NameCustodianRequest>,
) -> Result<NameCustodianResponse, Error> {
    let call = cases.call(request)?;
    let (organisation, custodian) = api::handovers::custodian(&call.content)?;
    let registered = cases.directory.read(&custodian).await?.state.name.is_some();
    let command = api::handovers::name_custodian(custodian, registered);
    let done = cases
        .directory
        .execute(&organisation, &call.request, &command)
        .await?;
    Ok(NameCustodianResponse {
        receipt: call.receipt(&done),
    })
}
