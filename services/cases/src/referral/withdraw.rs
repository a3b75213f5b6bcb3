//! `WithdrawReferral`. What the invitation showed is taken away, so it is answered as a withdrawal is.

use api::v1::{WithdrawReferralRequest, WithdrawReferralResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<WithdrawReferralRequest>,
) -> Result<WithdrawReferralResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::referrals::withdraw(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(WithdrawReferralResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
