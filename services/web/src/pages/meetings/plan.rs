//! Planning a meeting, ending it, and its place in a calendar.

use api::v1::{
    CancelMeetingRequest, EndMeetingRequest, RequestSupportRequest, ScheduleMeetingRequest,
    meetings_command_service_client::MeetingsCommandServiceClient,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::header;

use super::{find, path};
use crate::{
    failure::Answer,
    form::{Choice, Field, Form},
    sent::Sent,
    visit::{Next, Visit},
    words,
};

pub(super) fn schedule_form(organisations: Vec<Choice>) -> Form {
    Form::new("Plan a meeting", "Plan the meeting")
        .back_to("/meetings")
        .field(Field::text("title", "What is it called?", 30).hint("It names nobody."))
        .field(Field::date("starts_at", "On which day?"))
        .field(
            Field::text("from", "From", 5)
                .with("14:00")
                .hint("Hours and minutes, such as 14:00"),
        )
        .field(Field::text("to", "To", 5).with("15:00"))
        .field(Field::text("minutes_per_item", "Minutes for each item", 3).with("10"))
        .field(Field::several(
            "team",
            "Who is of the team, besides your organisation?",
            organisations,
        ))
        .field(Field::text("place", "Where, or the link (optional)", 30))
}

/// Plans a meeting.
pub async fn schedule_meeting(visit: Visit, sent: Sent) -> Answer {
    let names = visit.names([]).await?;
    let others = names.organisations().into_iter();
    let others = others.filter(|(code, _)| code != visit.organisation());
    let form = schedule_form(others.map(|(code, name)| Choice::new(code, name)).collect());
    let at = |field| words::moment_of(&sent.date("starts_at"), &sent.text(field));
    let request = ScheduleMeetingRequest {
        command_id: sent.command_id(),
        title: sent.text("title"),
        starts_at: at("from"),
        ends_at: at("to"),
        place: sent.text("place"),
        minutes_per_item: sent.text("minutes_per_item").parse().unwrap_or_default(),
        team: sent.all("team"),
    };
    let mut meetings = MeetingsCommandServiceClient::new(visit.connection());
    let send = async move { meetings.schedule_meeting(request).await };
    let next = |_: &_| Next::to("/meetings", "The meeting is planned.");
    visit.settle_unrehearsed(form, &sent, send, next).await
}

pub(super) fn end_form(path: &str, token: &str) -> Form {
    Form::new("End the meeting", "End the meeting")
        .back_to(path)
        .lead("Nothing is put on its agenda any more. Minutes, letters and copies for the GP record are ready to send.")
        .field(Field::hidden("token", token))
}

/// Ends a meeting: its paperwork is done.
pub async fn end_meeting(
    visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, _) = find(&visit, &organiser, &id).await?;
    let back = path(&meeting);
    let request = EndMeetingRequest {
        command_id: sent.command_id(),
        meeting_id: id,
        token: sent.given("token", &meeting.token),
    };
    let mut meetings = MeetingsCommandServiceClient::new(visit.connection());
    let send = async move { meetings.end_meeting(request).await };
    let next = |_: &_| {
        Next::to(
            format!("{back}/papers"),
            "The meeting has ended. Each item has its minutes, letter and copy for the GP record.",
        )
    };
    visit
        .settle_unrehearsed(end_form(&back, &meeting.token), &sent, send, next)
        .await
}

pub(super) fn cancel_form(path: &str, token: &str) -> Form {
    Form::new("Call the meeting off", "Call it off")
        .back_to(path)
        .is_final()
        .lead("What is on its agenda stays there until each is brought to another meeting.")
        .field(Field::hidden("token", token))
        .field(Field::words("reason", "Why? Name nobody.", 2))
        .read_by("everybody of the team and whoever is invited to an item")
}

/// Calls a meeting off.
pub async fn cancel_meeting(
    visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, _) = find(&visit, &organiser, &id).await?;
    let request = CancelMeetingRequest {
        command_id: sent.command_id(),
        meeting_id: id,
        token: sent.given("token", &meeting.token),
        reason: sent.text("reason"),
    };
    let mut meetings = MeetingsCommandServiceClient::new(visit.connection());
    let send = async move { meetings.cancel_meeting(request).await };
    let next = |_: &_| Next::to("/meetings", "The meeting is called off.");
    visit
        .settle_unrehearsed(
            cancel_form(&path(&meeting), &meeting.token),
            &sent,
            send,
            next,
        )
        .await
}

pub(super) fn support_form(path: &str) -> Form {
    Form::new("Ask the team for support", "Ask")
        .back_to(path)
        .lead("Name no person.")
        .field(Field::words("topic", "With what?", 3))
        .read_by("everybody of the team")
}

/// Asks the team to support the one who asks.
pub async fn request_support(
    visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, _) = find(&visit, &organiser, &id).await?;
    let back = path(&meeting);
    let request = RequestSupportRequest {
        command_id: sent.command_id(),
        organiser,
        meeting_id: id,
        topic: sent.text("topic"),
    };
    let mut meetings = MeetingsCommandServiceClient::new(visit.connection());
    let send = async move { meetings.request_support(request).await };
    let next = |_: &_| Next::to(back.clone(), "It is on the agenda.");
    visit
        .settle_unrehearsed(support_form(&back), &sent, send, next)
        .await
}

/// The meeting for a calendar: it names nobody, and no identifier of anybody.
pub async fn calendar(visit: Visit, Path((organiser, id)): Path<(String, String)>) -> Answer {
    let (meeting, _) = find(&visit, &organiser, &id).await?;
    let [from, to] = [&meeting.starts_at, &meeting.ends_at].map(|at| {
        let at = words::moment(at.as_ref());
        at.map_or_else(String::new, |at| at.strftime("%Y%m%dT%H%M%SZ").to_string())
    });
    let stamp = visit.now.strftime("%Y%m%dT%H%M%SZ");
    // RFC 5545.
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Throughline//EN\r\nBEGIN:VEVENT\r\nUID:{}@throughline\r\nDTSTAMP:{stamp}\r\nDTSTART:{from}\r\nDTEND:{to}\r\nSUMMARY:Team meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        meeting.meeting_id
    );
    let response: Response = (
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")],
        text,
    )
        .into_response();
    Ok(response)
}
