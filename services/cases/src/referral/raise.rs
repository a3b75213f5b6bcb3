//! `RaiseReferral`.

use api::{
    referrals::Named,
    v1::{RaiseReferralRequest, RaiseReferralResponse},
};
use casework::referral::raise::Offer;
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RaiseReferralRequest>,
) -> Result<RaiseReferralResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let (organisation, service) = api::referrals::asked(&call.content)?;
    let service = cases.service(&organisation, service).await?;
    let mut offered = Vec::new();
    for named in api::referrals::offered(&call.content)? {
        offered.push(match named {
            Named::Service(organisation, service) => {
                Offer::Service(Box::new(cases.service(&organisation, service).await?))
            }
            Named::Other(words) => Offer::Other(words),
        });
    }
    let command = api::referrals::raise(&call.content, service, offered)?;
    let done = call.carry_out(&command).await?;
    Ok(RaiseReferralResponse {
        receipt: call.receipt(&done),
        referral_id: thing(&done)?,
    })
}
