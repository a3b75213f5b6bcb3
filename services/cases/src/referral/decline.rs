//! `DeclineReferral`. What the invitation showed is taken away, so it is answered as a withdrawal is.

use api::v1::{DeclineReferralRequest, DeclineReferralResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<DeclineReferralRequest>,
) -> Result<DeclineReferralResponse, Error> {
    let call = cases.call("DeclineReferral", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::referrals::decline(request.get_ref(), &|token| call.open_edit(token))?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    let withdrawal = cases.withdrawn(&call.request.by, person, &done).await?;
    Ok(DeclineReferralResponse {
        receipt: Some(call.receipt(&done)),
        withdrawal: Some(withdrawal),
    })
}
