//! `RaiseReferral`.

use api::v1::{RaiseReferralRequest, RaiseReferralResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RaiseReferralRequest>,
) -> Result<RaiseReferralResponse, Error> {
    let call = cases.call(request)?;
    let (organisation, service) = api::referrals::asked(&call.content)?;
    let service = cases.service(&organisation, service).await?;
    let command = api::referrals::raise(&call.content, service)?;
    let done = call.carry_out(&command).await?;
    Ok(RaiseReferralResponse {
        receipt: call.receipt(&done),
        referral_id: thing(&done)?,
    })
}
