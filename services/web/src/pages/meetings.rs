//! Meetings of Multi-Specialty Teams: the list, the chair's view of one that is under way, and the view for the shared
//! screen. What is said about a person is in `reviews`.

mod live;
mod order;
mod papers;
mod plan;
mod present;
mod samples;

use api::v1::{
    self, AgendaItem, GetMeetingRequest, GetPackRequest, GetPackResponse, ListMeetingsRequest,
    Meeting, MeetingState, Review, ReviewState, agenda_item::Matter, fact::Content,
    meetings_query_service_client::MeetingsQueryServiceClient, review_fact::Told,
    reviews_query_service_client::ReviewsQueryServiceClient,
};
use askama::Template;
use axum::{Router, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    failure::{Answer, Failure},
    names::Names,
    page::Page,
    sent::Sent,
    site::Site,
    visit::Visit,
    words,
};

const SHOWN: i32 = 100;

/// The paths of meetings.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/meetings", get(list))
        .route("/meetings/new", form(plan::schedule_meeting))
        .route("/meetings/{organiser}/{id}", form(live::meeting))
        .route(
            "/meetings/{organiser}/{id}/order",
            form(order::order_agenda),
        )
        .route("/meetings/{organiser}/{id}/papers", get(papers::papers))
        .route("/meetings/{organiser}/{id}/present", get(present::present))
        .route(
            "/meetings/{organiser}/{id}/cancel",
            form(plan::cancel_meeting),
        )
        .route(
            "/meetings/{organiser}/{id}/support",
            form(plan::request_support),
        )
        .route("/meetings/{organiser}/{id}/end", form(plan::end_meeting))
        .route(
            "/meetings/{organiser}/{id}/calendar.ics",
            get(plan::calendar),
        )
}

/// Meetings to come and past.
#[derive(Template)]
#[template(path = "pages/meetings.html")]
pub struct Meetings {
    page: Page,
    to_come: Vec<Row>,
    past: Vec<Row>,
    next: String,
}

/// A meeting in a list.
struct Row {
    title: String,
    href: String,
    when: String,
    about: String,
}

/// Meetings: those to come at once, as many as they are; the past ones a page at a time.
pub async fn list(visit: Visit, sent: Sent) -> Answer {
    let page_token = sent.text("page");
    let found = listed(&visit, MeetingState::Unspecified, page_token.clone()).await?;
    let mut to_come = Vec::new();
    if page_token.is_empty() {
        to_come = listed(&visit, MeetingState::Planned, page_token)
            .await?
            .meetings;
        to_come.reverse();
    }
    let mut past = found.meetings;
    past.retain(|meeting| meeting.state() != MeetingState::Planned);
    let names = visit.names([]).await?;
    let rows = |of: &[Meeting]| of.iter().map(|one| row(one, &names)).collect();
    let page = Meetings {
        page: visit.page("Meetings")?.within("meetings"),
        to_come: rows(&to_come),
        past: rows(&past),
        next: Visit::next(&found.next_page_token, ""),
    };
    visit.show(&page)
}

async fn listed(
    visit: &Visit,
    state: MeetingState,
    page_token: String,
) -> Result<v1::ListMeetingsResponse, Failure> {
    let mut meetings = MeetingsQueryServiceClient::new(visit.connection());
    let request = ListMeetingsRequest {
        state: state.into(),
        page_size: SHOWN,
        page_token,
        not_before: visit.not_before(),
    };
    Ok(meetings.list_meetings(request).await?.into_inner())
}

fn row(meeting: &Meeting, names: &Names) -> Row {
    let state = match meeting.state() {
        MeetingState::Cancelled => ", called off",
        MeetingState::Ended => ", ended",
        _ => "",
    };
    let items = words::counted(usize::try_from(meeting.taken).unwrap_or(0), "item");
    Row {
        title: meeting.title.clone(),
        href: path(meeting),
        when: when(meeting),
        about: format!("{}, {items}{state}", names.organisation(&meeting.organiser)),
    }
}

fn path(meeting: &Meeting) -> String {
    format!("/meetings/{}/{}", meeting.organiser, meeting.meeting_id)
}

fn when(meeting: &Meeting) -> String {
    let [from, to] = [&meeting.starts_at, &meeting.ends_at].map(|at| words::moment(at.as_ref()));
    match (from, to) {
        (Some(from), Some(to)) => format!(
            "{}, {} to {}",
            words::day(words::date_at(from)),
            words::time(from),
            words::time(to)
        ),
        _ => String::new(),
    }
}

/// A meeting with its agenda.
async fn find(
    visit: &Visit,
    organiser: &str,
    id: &str,
) -> Result<(Meeting, Vec<AgendaItem>), Failure> {
    let mut meetings = MeetingsQueryServiceClient::new(visit.connection());
    let request = GetMeetingRequest {
        organiser: organiser.to_owned(),
        meeting_id: id.to_owned(),
        not_before: visit.not_before(),
    };
    let found = meetings.get_meeting(request).await?.into_inner();
    let meeting = found.meeting.ok_or(Failure::NoSuchPage)?;
    Ok((meeting, found.items))
}

/// Everybody who meets, by organisation.
fn team(meeting: &Meeting) -> impl Iterator<Item = &str> {
    let organiser = std::iter::once(meeting.organiser.as_str());
    organiser.chain(meeting.team.iter().map(String::as_str))
}

fn review(item: &AgendaItem) -> Option<&Review> {
    match item.matter.as_ref()? {
        Matter::Review(review) => Some(review),
        Matter::Support(_) => None,
    }
}

fn choose<'a>(items: &'a [AgendaItem], id: &str) -> Option<&'a AgendaItem> {
    let waits = |item: &&AgendaItem| {
        review(item).is_some_and(|review| review.state() == ReviewState::Scheduled)
    };
    let asked = items.iter().find(|item| item.item_id == id);
    asked
        .or_else(|| items.iter().find(waits))
        .or_else(|| items.iter().find(|item| review(item).is_some()))
}

/// The review as it was asked for.
fn asked(review: &Review) -> v1::review_fact::Requested {
    let asked = review.facts.iter().find_map(|fact| match &fact.content {
        Some(Content::Review(fact)) => match &fact.told {
            Some(Told::Requested(asked)) => Some(asked.clone()),
            _ => None,
        },
        _ => None,
    });
    asked.unwrap_or_default()
}

/// What is laid before the team. Opening it is recorded as a reading.
async fn pack(visit: &Visit, review: &Review) -> Result<GetPackResponse, Failure> {
    let mut reviews = ReviewsQueryServiceClient::new(visit.connection());
    let request = GetPackRequest {
        person_id: review.person_id.clone(),
        review_id: review.review_id.clone(),
        not_before: visit.not_before(),
    };
    Ok(reviews.get_pack(request).await?.into_inner())
}

/// The minutes, each decision and each action.
fn decided(review: &Review) -> impl Iterator<Item = &v1::Fact> {
    review.facts.iter().filter(|fact| match &fact.content {
        Some(Content::Review(fact)) => matches!(
            fact.told,
            Some(
                Told::Held(_)
                    | Told::Decided(_)
                    | Told::Agreed(_)
                    | Told::NoDiscussion(_)
                    | Told::Carried(_)
            )
        ),
        Some(Content::Action(_)) => true,
        _ => false,
    })
}
