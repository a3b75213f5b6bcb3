//! `CompleteReferral`. What taking part showed is taken away, so it is answered as a withdrawal is.

use api::v1::{CompleteReferralRequest, CompleteReferralResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CompleteReferralRequest>,
) -> Result<CompleteReferralResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::referrals::complete(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(CompleteReferralResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
