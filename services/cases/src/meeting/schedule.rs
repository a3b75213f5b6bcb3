//! `ScheduleMeeting`: a stream of its own, under an id that comes from the command's.

use api::v1::{ScheduleMeetingRequest, ScheduleMeetingResponse};
use casework::{
    ids::MeetingId,
    refusal::{Code, Refusal},
    review::MeetingOf,
};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ScheduleMeetingRequest>,
) -> Result<ScheduleMeetingResponse, Error> {
    let call = cases.call(request)?;
    let command = api::meetings::schedule(&call.content)?;
    for (place, organisation) in command.plan.team.iter().enumerate() {
        if cases
            .directory
            .read(organisation)
            .await?
            .state
            .name
            .is_none()
        {
            let unknown = Refusal::of(Code::OrganisationUnknown, format!("team[{place}]"));
            return Err(unknown.into());
        }
    }
    let meeting = MeetingOf {
        organiser: call.request.by.organisation.clone(),
        meeting: MeetingId(call.request.proposed_id(cases.keys.secrets(), "meeting")),
    };
    let done = call.carry_out_at(&meeting, &command).await?;
    Ok(ScheduleMeetingResponse {
        receipt: call.receipt(&done),
        meeting_id: meeting.meeting.to_string(),
    })
}
