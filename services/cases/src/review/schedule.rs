//! `ScheduleReview`: the person's stream says it first, and then a place is taken on the meeting's agenda.

use api::v1::{ScheduleReviewRequest, ScheduleReviewResponse};
use tonic::Request;

use super::take;
use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ScheduleReviewRequest>,
) -> Result<ScheduleReviewResponse, Error> {
    let call = cases.call(request)?;
    let meeting = api::reviews::meeting(&call.content)?;
    let plan = {
        let held = cases.meetings.read(&meeting).await?;
        held.state.room_for(&call.request.by.organisation)?.clone()
    };
    let (organiser, _) = cases.guest(&meeting.organiser, "organiser").await?;
    let open = |token: &str| call.open_edit(token);
    let command = api::reviews::schedule(&call.content, &meeting, &plan, organiser, &open)?;
    let done = call.carry_out(&command).await?;
    let done = take(cases, &call, &meeting, command.review, done).await?;
    Ok(ScheduleReviewResponse {
        receipt: call.receipt(&done),
    })
}
