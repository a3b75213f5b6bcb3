//! `HoldReview`.

use api::v1::{HoldReviewRequest, HoldReviewResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<HoldReviewRequest>,
) -> Result<HoldReviewResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let named = api::reviews::held_by(&call.content)?;
    let guests = cases.guests(named).await?;
    let open = |token: &str| call.open_edit(token);
    let command = api::reviews::hold(&call.content, &guests, &open)?;
    let done = call.carry_out(&command).await?;
    Ok(HoldReviewResponse {
        receipt: call.receipt(&done),
    })
}
