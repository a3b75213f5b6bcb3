//! `RequestReview`.

use api::v1::{RequestReviewRequest, RequestReviewResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RequestReviewRequest>,
) -> Result<RequestReviewResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::reviews::request(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RequestReviewResponse {
        receipt: call.receipt(&done),
        review_id: thing(&done)?,
    })
}
