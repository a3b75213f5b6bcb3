//! `ProvideInformation`.

use api::v1::{ProvideInformationRequest, ProvideInformationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ProvideInformationRequest>,
) -> Result<ProvideInformationResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command =
        api::referrals::provide_information(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(ProvideInformationResponse {
        receipt: call.receipt(&done),
    })
}
