//! Meetings of Multi-Specialty Teams: the list, the chair's view of one that is under way, and the view for the shared
//! screen. What is said about a person is in `reviews`.

mod present;
mod samples;

use api::v1::{
    self, AgendaItem, EndMeetingRequest, GetMeetingRequest, GetPackRequest, GetPackResponse,
    ListMeetingsRequest, Meeting, MeetingState, Review, ReviewState, ScheduleMeetingRequest,
    agenda_item::Matter, fact::Content,
    meetings_command_service_client::MeetingsCommandServiceClient,
    meetings_query_service_client::MeetingsQueryServiceClient, review_fact::Told,
    reviews_query_service_client::ReviewsQueryServiceClient,
};
use askama::Template;
use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use jiff::{Timestamp, civil::Time, tz::TimeZone};

pub use samples::samples;

use super::{form, reviews};
use crate::{
    entry::{Section, Tag},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::label,
    names::Names,
    page::Page,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

const SHOWN: i32 = 100;

/// The paths of meetings.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/meetings", get(list))
        .route("/meetings/new", form(schedule_meeting))
        .route("/meetings/{organiser}/{id}", get(meeting))
        .route("/meetings/{organiser}/{id}/present", get(present::present))
        .route("/meetings/{organiser}/{id}/end", form(end_meeting))
        .route("/meetings/{organiser}/{id}/calendar.ics", get(calendar))
}

/// Meetings to come and past.
#[derive(Template)]
#[template(path = "pages/meetings.html")]
pub struct Meetings {
    page: Page,
    to_come: Vec<Row>,
    past: Vec<Row>,
}

/// A meeting in a list.
struct Row {
    title: String,
    href: String,
    when: String,
    about: String,
}

/// Meetings.
pub async fn list(visit: Visit) -> Answer {
    let mut meetings = MeetingsQueryServiceClient::new(visit.connection());
    let request = ListMeetingsRequest {
        page_size: SHOWN,
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = meetings.list_meetings(request).await?.into_inner().meetings;
    let names = visit.names([]).await?;
    let (mut to_come, past): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|meeting| meeting.state() == MeetingState::Planned);
    to_come.reverse();
    let rows = |of: Vec<&Meeting>| of.into_iter().map(|one| row(one, &names)).collect();
    let page = Meetings {
        page: visit.page("Meetings")?.within("meetings"),
        to_come: rows(to_come),
        past: rows(past),
    };
    visit.show(&page)
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

/// The chair's view of a meeting.
#[derive(Template)]
#[template(path = "pages/meeting.html")]
pub struct Live {
    page: Page,
    title: String,
    when: String,
    path: String,
    agenda: Vec<Item>,
    open: Option<Open>,
    can_end: bool,
}

/// An item of the agenda.
struct Item {
    id: String,
    label: String,
    about: String,
    tags: Vec<Tag>,
    is_open: bool,
}

/// The item that is open.
struct Open {
    id: String,
    person: String,
    question: String,
    person_says: String,
    asked_by: String,
    minutes: String,
    done: Section,
    pack: Section,
    finish: Option<Form>,
    review: String,
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

/// The meeting, with the item that is asked for, or the first that has not been discussed.
pub async fn meeting(
    visit: Visit,
    Path((organiser, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let (meeting, items) = find(&visit, &organiser, &id).await?;
    let chosen = choose(&items, sent.get("item"));
    let names = visit.names(team(&meeting)).await?;
    let agenda = items.iter().enumerate();
    let agenda = agenda
        .map(|(place, item)| listed(place, item, chosen, &names))
        .collect();
    let (page, open) = match chosen.and_then(review) {
        Some(review) => {
            let mut page = visit
                .page_about(&review.person_id, "meeting", "Meeting")
                .await?;
            // Whoever is invited to the item alone knows the person by what they like to be called.
            if let Some(bar) = page.bar.as_mut().filter(|bar| bar.born.is_empty()) {
                bar.name.clone_from(&review.called);
            }
            let open = open(&visit, &meeting, chosen, review, &names, &page).await?;
            (page, Some(open))
        }
        None => (visit.page("Meeting")?, None),
    };
    let live = Live {
        page: page.within("meetings").live(),
        title: meeting.title.clone(),
        when: when(&meeting),
        path: path(&meeting),
        agenda,
        open,
        can_end: !meeting.token.is_empty(),
    };
    // Two people work at it: what concerns the whole team is looked at, not one person's case alone.
    visit.show(&live)
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

fn listed(place: usize, item: &AgendaItem, chosen: Option<&AgendaItem>, names: &Names) -> Item {
    let at = words::moment(item.starts_at.as_ref()).map_or_else(String::new, words::time);
    let (label, about, state) = match &item.matter {
        Some(Matter::Review(review)) => (
            review.called.clone(),
            format!("{at}, asked by {}", names.organisation(&asked(review).from)),
            Some(review),
        ),
        Some(Matter::Support(support)) => (
            "Support for a colleague".to_owned(),
            format!("{at}, {}", names.organisation(&support.organisation)),
            None,
        ),
        None => ("Taken".to_owned(), at, None),
    };
    let mut tags = Vec::new();
    if let Some(review) = state
        && review.state() != ReviewState::Scheduled
    {
        tags.push(Tag::new(label_of(review), "green"));
    }
    if item.late {
        tags.push(Tag::new("Late", "yellow"));
    }
    Item {
        id: item.item_id.clone(),
        label: format!("{}. {label}", place + 1),
        about,
        tags,
        is_open: chosen.is_some_and(|chosen| chosen.item_id == item.item_id),
    }
}

fn label_of(review: &Review) -> &'static str {
    label::<ReviewState>(review.state)
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

async fn open(
    visit: &Visit,
    meeting: &Meeting,
    item: Option<&AgendaItem>,
    review: &Review,
    team: &Names,
    page: &Page,
) -> Result<Open, Failure> {
    let pack = pack(visit, review).await?;
    let facts = || pack.attached.iter().chain(&pack.about_me).chain(&pack.plan);
    let mut mentioned = told::mentioned(facts().chain(&review.facts));
    mentioned.extend(self::team(meeting).map(str::to_owned));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let asked = asked(review);
    let told = |fact: &v1::Fact| told::entry(fact, &review.person_id, &names);
    let waits = review.state() == ReviewState::Scheduled && !review.token.is_empty();
    let finish = match waits {
        true => Some(reviews::hold_form_of(visit, meeting, review).await?),
        false => None,
    };
    Ok(Open {
        id: item.map(|item| item.item_id.clone()).unwrap_or_default(),
        person: review.person_id.clone(),
        question: asked.question.clone(),
        person_says: asked.person_says.clone(),
        asked_by: team.organisation(&asked.from),
        minutes: format!("{} minutes", meeting.minutes_per_item),
        done: Section::new("What was decided", decided(review).map(told).collect())
            .or("Nothing has been recorded yet."),
        pack: Section::new("What the team is to see", facts().map(told).collect())
            .or("Nothing besides the question."),
        finish: finish.map(|form| visit.inline(form, page)),
        review: review.review_id.clone(),
    })
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

fn schedule_form(organisations: Vec<Choice>) -> Form {
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
    let at = |field| moment(&sent.date("starts_at"), &sent.text(field));
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

/// A time of a day in London, as the contract has it; none where it is no time.
fn moment(day: &str, time: &str) -> Option<prost_types::Timestamp> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let time: Time = Time::strptime("%H:%M", time).ok()?;
    let london = TimeZone::get("Europe/London").ok()?;
    let at: Timestamp = day.to_datetime(time).to_zoned(london).ok()?.timestamp();
    Some(prost_types::Timestamp {
        seconds: at.as_second(),
        nanos: 0,
    })
}

fn end_form(path: &str) -> Form {
    Form::new("End the meeting", "End the meeting")
        .back_to(path)
        .lead("Nothing is put on its agenda any more. Minutes, letters and copies for the GP record are ready to send.")
        .field(Field::hidden("token", ""))
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
            back.clone(),
            "The meeting has ended. Each item has its minutes, letter and copy for the GP record.",
        )
    };
    visit
        .settle_unrehearsed(end_form(&back), &sent, send, next)
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
