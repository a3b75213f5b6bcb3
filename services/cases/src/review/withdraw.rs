//! `WithdrawReview`.

use api::v1::{WithdrawReviewRequest, WithdrawReviewResponse};
use tonic::Request;

use crate::{Cases, error::Error, review::give_back};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<WithdrawReviewRequest>,
) -> Result<WithdrawReviewResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::reviews::withdraw(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    let done = give_back(cases, &call, command.review, done).await?;
    Ok(WithdrawReviewResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
