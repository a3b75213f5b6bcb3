//! `AcceptReferral`.

use api::v1::{AcceptReferralRequest, AcceptReferralResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AcceptReferralRequest>,
) -> Result<AcceptReferralResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::referrals::accept(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(AcceptReferralResponse {
        receipt: call.receipt(&done),
    })
}
