//! `RecordNoDiscussion`.

use api::v1::{RecordNoDiscussionRequest, RecordNoDiscussionResponse};
use tonic::Request;

use crate::{Cases, error::Error, review::give_back};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordNoDiscussionRequest>,
) -> Result<RecordNoDiscussionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::reviews::no_discussion(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    let done = give_back(cases, &call, command.review, done).await?;
    Ok(RecordNoDiscussionResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
