//! `ReceiveReferral`.

use api::v1::{ReceiveReferralRequest, ReceiveReferralResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReceiveReferralRequest>,
) -> Result<ReceiveReferralResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let service = api::types::id("service_id", &call.content.service_id)?;
    let service = cases
        .service(&call.request.by.organisation, service)
        .await?;
    let command = api::referrals::receive(&call.content, service)?;
    let done = call.carry_out(&command).await?;
    Ok(ReceiveReferralResponse {
        receipt: call.receipt(&done),
        referral_id: thing(&done)?,
    })
}
