//! Meetings of Multi-Specialty Teams: the list, the chair's view of one that is under way, and the view for the shared
//! screen. What is said about a person is in `reviews`.

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
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::{form, reviews};
use crate::{
    entry::{Section, Tag},
    failure::{Answer, Failure},
    form::Form,
    labels::label,
    names::Names,
    page::Page,
    sent::Sent,
    site::Site,
    told,
    visit::Visit,
    words,
};

const SHOWN: i32 = 100;

/// The paths of meetings.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/meetings", get(list))
        .route("/meetings/new", form(plan::schedule_meeting))
        .route("/meetings/{organiser}/{id}", get(meeting))
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
