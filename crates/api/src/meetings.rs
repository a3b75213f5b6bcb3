//! Meetings of Multi-Specialty Teams, and their agendas.

use std::collections::BTreeSet;

use casework::{
    agenda::order::OrderAgenda,
    ids::{MeetingId, OrganisationId},
    meeting::{
        Meeting, Plan, State,
        cancel::CancelMeeting,
        end::EndMeeting,
        schedule::{ScheduleMeeting, TEAM_MAX},
    },
    refusal::{Code, Refusal},
    review::MeetingOf,
    support::request::RequestSupport,
    words::Words,
};
use uuid::Uuid;

use crate::{
    fact::text,
    types::{self, seen, timestamp},
    v1,
};

/// Gives the event that an edit token names.
type Open<'a> = &'a dyn Fn(&str) -> Option<Uuid>;

/// The command.
pub fn schedule(request: &v1::ScheduleMeetingRequest) -> Result<ScheduleMeeting, Refusal> {
    if request.team.len() > TEAM_MAX {
        return Err(Refusal::of(Code::TooMany, "team"));
    }
    let each = |(place, code): (usize, &String)| types::id(&format!("team[{place}]"), code);
    let team: Result<BTreeSet<OrganisationId>, _> =
        request.team.iter().enumerate().map(each).collect();
    let plan = Plan {
        title: Words::name("title", &request.title)?,
        starts_at: types::moment("starts_at", request.starts_at)?,
        ends_at: types::moment("ends_at", request.ends_at)?,
        place: match request.place.trim() {
            "" => None,
            place => Some(Words::name("place", place)?),
        },
        minutes_per_item: types::small("minutes_per_item", request.minutes_per_item)?,
        team: team?,
    };
    Ok(ScheduleMeeting { plan })
}

/// The command, and the meeting.
pub fn cancel(
    request: &v1::CancelMeetingRequest,
    open: Open<'_>,
) -> Result<(MeetingId, CancelMeeting), Refusal> {
    let command = CancelMeeting {
        seen: seen(&request.token, open)?,
        reason: Words::prose("reason", &request.reason)?,
    };
    Ok((meeting(&request.meeting_id)?, command))
}

/// The command, and the meeting.
pub fn end(
    request: &v1::EndMeetingRequest,
    open: Open<'_>,
) -> Result<(MeetingId, EndMeeting), Refusal> {
    let command = EndMeeting {
        seen: seen(&request.token, open)?,
    };
    Ok((meeting(&request.meeting_id)?, command))
}

/// The command, and the meeting.
pub fn order_agenda(
    request: &v1::OrderAgendaRequest,
    open: Open<'_>,
) -> Result<(MeetingId, OrderAgenda), Refusal> {
    let each = |(place, item): (usize, &String)| types::id(&format!("order[{place}]"), item);
    let order = request.order.iter().enumerate().map(each);
    let command = OrderAgenda {
        seen: seen(&request.token, open)?,
        order: order.collect::<Result<_, _>>()?,
    };
    Ok((meeting(&request.meeting_id)?, command))
}

/// The command, and the meeting.
pub fn request_support(
    request: &v1::RequestSupportRequest,
) -> Result<(MeetingOf, RequestSupport), Refusal> {
    let meeting = MeetingOf {
        organiser: types::id("organiser", &request.organiser)?,
        meeting: meeting(&request.meeting_id)?,
    };
    let topic = Words::prose("topic", &request.topic)?;
    Ok((meeting, RequestSupport { topic }))
}

/// The meeting that a question names.
pub fn asked(request: &v1::GetMeetingRequest) -> Result<MeetingOf, Refusal> {
    Ok(MeetingOf {
        organiser: types::id("organiser", &request.organiser)?,
        meeting: meeting(&request.meeting_id)?,
    })
}

/// The state that is wanted; none where any is.
pub fn state(value: i32) -> Result<Option<State>, Refusal> {
    use v1::MeetingState as Wire;
    match Wire::try_from(value) {
        Ok(Wire::Unspecified) => Ok(None),
        Ok(Wire::Planned) => Ok(Some(State::Planned)),
        Ok(Wire::Cancelled) => Ok(Some(State::Cancelled)),
        Ok(Wire::Ended) => Ok(Some(State::Ended)),
        Err(_) => Err(Refusal::of(Code::ChoiceMissing, "state")),
    }
}

/// A meeting that has been scheduled; with the token that changes it, where the caller may.
pub fn wire(meeting: &Meeting, plan: &Plan, token: String) -> v1::Meeting {
    let state = match meeting.state {
        State::Planned => v1::MeetingState::Planned,
        State::Cancelled => v1::MeetingState::Cancelled,
        State::Ended => v1::MeetingState::Ended,
    };
    v1::Meeting {
        meeting_id: meeting.id.meeting.to_string(),
        organiser: meeting.id.organiser.to_string(),
        title: plan.title.to_string(),
        starts_at: Some(timestamp(plan.starts_at)),
        ends_at: Some(timestamp(plan.ends_at)),
        place: text(&plan.place),
        minutes_per_item: i32::from(plan.minutes_per_item),
        team: plan.team.iter().map(ToString::to_string).collect(),
        state: state as i32,
        taken: i32::try_from(meeting.items.len()).unwrap_or(i32::MAX),
        token,
    }
}

fn meeting(id: &str) -> Result<MeetingId, Refusal> {
    types::id("meeting_id", id)
}
