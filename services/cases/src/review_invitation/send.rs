//! `SendReviewInvitation`.

use api::v1::{SendReviewInvitationRequest, SendReviewInvitationResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<SendReviewInvitationRequest>,
) -> Result<SendReviewInvitationResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let organisation = api::types::id("organisation", &call.content.organisation)?;
    let guest = cases.guest(&organisation, "organisation").await?;
    let command = api::reviews::invite(&call.content, guest, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(SendReviewInvitationResponse {
        receipt: call.receipt(&done),
    })
}
