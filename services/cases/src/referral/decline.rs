//! `DeclineReferral`. What the invitation showed is taken away, so it is answered as a withdrawal is.

use api::v1::{DeclineReferralRequest, DeclineReferralResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<DeclineReferralRequest>,
) -> Result<DeclineReferralResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let instead = match api::referrals::instead(&call.content)? {
        Some((organisation, service)) => Some(cases.service(&organisation, service).await?),
        None => None,
    };
    let command = api::referrals::decline(&call.content, instead, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(DeclineReferralResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
