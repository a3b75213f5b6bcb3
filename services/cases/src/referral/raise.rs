//! `RaiseReferral`.

use api::v1::{RaiseReferralRequest, RaiseReferralResponse};
use tonic::Request;

use crate::{
    Cases,
    call::{person, thing},
    error::Error,
};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RaiseReferralRequest>,
) -> Result<RaiseReferralResponse, Error> {
    let call = cases.call("RaiseReferral", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let (organisation, service) = api::referrals::asked(request.get_ref())?;
    let service = cases.service(&organisation, service).await?;
    let command = api::referrals::raise(request.get_ref(), service)?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    Ok(RaiseReferralResponse {
        receipt: Some(call.receipt(&done)),
        referral_id: thing(&done)?,
    })
}
