//! `AcceptReferral`.

use api::v1::{AcceptReferralRequest, AcceptReferralResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AcceptReferralRequest>,
) -> Result<AcceptReferralResponse, Error> {
    let call = cases.call("AcceptReferral", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::referrals::accept(request.get_ref(), &|token| call.open_edit(token))?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    Ok(AcceptReferralResponse {
        receipt: Some(call.receipt(&done)),
    })
}
