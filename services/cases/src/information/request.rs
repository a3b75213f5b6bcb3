//! `RequestInformation`.

use api::v1::{RequestInformationRequest, RequestInformationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RequestInformationRequest>,
) -> Result<RequestInformationResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command =
        api::referrals::request_information(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(RequestInformationResponse {
        receipt: call.receipt(&done),
    })
}
