//! My work: what needs one today, what comes later, whom one stands in for.

mod samples;

use api::v1::{
    self, GetCoverRequest, ListMeetingsRequest, ListMyWorkRequest, ListOverdueRequest,
    MeetingState, WorkKind, WorkReason, cover_query_service_client::CoverQueryServiceClient,
    meetings_query_service_client::MeetingsQueryServiceClient,
    work_query_service_client::WorkQueryServiceClient,
};
use askama::Template;
use axum::{
    Router,
    response::{IntoResponse, Redirect},
    routing::get,
};
use identity::Right;
use jiff::{SignedDuration, Timestamp};

use crate::{
    entry::Tag, failure::Answer, failure::Failure, names::Names, page::Page, sent::Sent,
    site::Site, visit::Visit, words,
};

pub use samples::samples;

/// The paths of one's work.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(home))
        .route("/work", get(mine))
        .route("/overdue", get(overdue))
        .route("/overdue.csv", get(overdue_csv))
}

/// How many entries a page shows.
const SHOWN: i32 = 100;
/// How many meetings to come are shown.
const MEETINGS: usize = 4;

/// How much waits, by worker and kind: with it, a manager is shown numbers and no person.
async fn workload(visit: &Visit) -> Result<Vec<[String; 5]>, Failure> {
    let mut work = WorkQueryServiceClient::new(visit.connection());
    let request = ListOverdueRequest {
        page_size: SHOWN,
        ..Default::default()
    };
    let found = work.list_overdue(request).await?.into_inner();
    let names = visit.names([visit.organisation()]).await?;
    let line = |load: &v1::Workload| {
        let who = match load.worker.as_str() {
            "" => "Nobody yet".to_owned(),
            worker => names.worker(visit.organisation(), worker),
        };
        let what = what(load.kind()).to_owned();
        let numbers = [load.waiting, load.overdue, load.longest_overdue_days];
        let [waiting, overdue, longest] = numbers.map(|number| number.to_string());
        [who, what, waiting, overdue, longest]
    };
    Ok(found.workload.iter().map(line).collect())
}

/// How much waits, for whom.
#[derive(Template)]
#[template(path = "pages/overdue.html")]
pub struct Overdue {
    page: Page,
    lines: Vec<[String; 5]>,
}

/// How much waits and is overdue.
pub async fn overdue(visit: Visit) -> Answer {
    let page = Overdue {
        lines: workload(&visit).await?,
        page: visit.page("What waits")?.within("work"),
    };
    visit.show(&page)
}

/// The same for a spreadsheet. A cell that a spreadsheet would take for a formula is made plain text.
pub async fn overdue_csv(visit: Visit) -> Answer {
    let mut text = "Worker,What,Waiting,Overdue,Longest overdue in days\r\n".to_owned();
    for line in workload(&visit).await? {
        let cells = line.map(|cell| plain_cell(&cell));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let sort = [(http::header::CONTENT_TYPE, "text/csv; charset=utf-8")];
    Ok((sort, text).into_response())
}

fn plain_cell(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let plain = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    format!("\"{}\"", plain.replace('"', "\"\""))
}

/// What needs one today.
#[derive(Template)]
#[template(path = "pages/work.html")]
pub struct MyWork {
    page: Page,
    groups: Vec<Group>,
    meetings: Vec<Meeting>,
    covered: Vec<Covered>,
    next: String,
    /// Whether they look after who reads what.
    is_officer: bool,
}

/// What is due at about the same time.
struct Group {
    heading: &'static str,
    rows: Vec<Row>,
}

/// Something to do.
struct Row {
    id: String,
    what: &'static str,
    about: String,
    href: String,
    person: String,
    person_href: String,
    due: String,
    tags: Vec<Tag>,
    why_mine: String,
}

/// A meeting to come.
struct Meeting {
    title: String,
    when: String,
    href: String,
    items: String,
}

/// A colleague whom one stands in for.
struct Covered {
    name: String,
    until: String,
    people: Vec<(String, String)>,
}

/// The first page.
pub async fn home(_: Visit) -> Answer {
    Ok(Redirect::to("/work").into_response())
}

/// What needs one today.
pub async fn mine(visit: Visit, sent: Sent) -> Answer {
    let page = visit.page("My work")?.within("work").live();
    let connection = visit.connection();
    let mut work = WorkQueryServiceClient::new(connection.clone());
    let mut cover = CoverQueryServiceClient::new(connection.clone());
    let mut meetings = MeetingsQueryServiceClient::new(connection);
    // Some work with no person: a manager is shown numbers, an administrator the organisation.
    let speaker = &visit.somebody.speaker;
    if !speaker.may(Right::WorkWithPeople) {
        let instead = [
            (Right::ReadNumbers, "/overdue"),
            (Right::Administer, "/organisation"),
        ];
        let instead = instead.into_iter().find(|(right, _)| speaker.may(*right));
        let instead = instead.map_or("/organisations", |(_, path)| path);
        return Ok(Redirect::to(instead).into_response());
    }
    let (mine, cover, meetings) = tokio::try_join!(
        work.list_my_work(ListMyWorkRequest {
            page_size: SHOWN,
            page_token: sent.text("page"),
            not_before: visit.not_before(),
        }),
        cover.get_cover(GetCoverRequest {
            not_before: String::new(),
        }),
        meetings.list_meetings(ListMeetingsRequest {
            state: MeetingState::Planned.into(),
            page_size: SHOWN,
            ..Default::default()
        }),
    )?;
    let (mine, cover) = (mine.into_inner(), cover.into_inner());
    let names = visit.names([visit.organisation()]).await?;
    let rows = mine.entries.iter().map(|entry| row(entry, &visit, &names));
    let page = MyWork {
        groups: grouped(rows.collect(), visit.now),
        meetings: to_come(&meetings.into_inner().meetings, visit.now),
        covered: cover
            .covered
            .iter()
            .map(|covered| covered_by_me(covered, &visit, &names))
            .collect(),
        next: next(&mine.next_page_token),
        is_officer: visit.somebody.speaker.may(Right::ReadReadings),
        page,
    };
    visit.show(&page)
}

fn next(token: &str) -> String {
    match token {
        "" => String::new(),
        token => format!("?page={token}"),
    }
}

struct Due {
    at: Option<Timestamp>,
    overdue: bool,
    urgent: bool,
}

fn row(entry: &v1::WorkEntry, visit: &Visit, names: &Names) -> (Due, Row) {
    let due = Due {
        at: words::moment(entry.due.as_ref()),
        overdue: entry.overdue,
        urgent: entry.urgent,
    };
    let mut tags = Vec::new();
    if due.urgent {
        tags.push(Tag::new("Urgent", "red"));
    }
    let when = match due.at {
        Some(at) if due.overdue => {
            let days = words::days_between(at, visit.now).max(0);
            let late = words::counted(usize::try_from(days).unwrap_or(0), "day");
            tags.push(Tag::new(
                if days == 0 {
                    "Overdue today".to_owned()
                } else {
                    format!("Overdue {late}")
                },
                "red",
            ));
            words::day(words::last_day(at))
        }
        Some(at) => words::day(words::last_day(at)),
        None => String::new(),
    };
    let person = &entry.person_id;
    let kind = WorkKind::try_from(entry.kind).unwrap_or_default();
    let (what, href) = (what(kind), page_of(kind, entry));
    let why_mine = match WorkReason::try_from(entry.reason).unwrap_or_default() {
        WorkReason::Owner | WorkReason::Unspecified => String::new(),
        WorkReason::Lead => "you lead the case".to_owned(),
        WorkReason::Unassigned => "nobody has taken it yet".to_owned(),
        WorkReason::SafeguardingLead => "you are a safeguarding lead".to_owned(),
        WorkReason::Covering => format!(
            "you stand in for {}",
            names.worker(visit.organisation(), &entry.worker)
        ),
    };
    let row = Row {
        id: format!("{}-{}", entry.kind, entry.thing_id),
        what,
        about: entry.about.clone(),
        href,
        person: match entry.person_name.as_str() {
            "" => "Name not shared with you".to_owned(),
            name => name.to_owned(),
        },
        person_href: if person.is_empty() || entry.person_name.is_empty() {
            String::new()
        } else {
            format!("/people/{person}")
        },
        due: when,
        tags,
        why_mine,
    };
    (due, row)
}

/// What is to be done.
fn what(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Referral => "Answer a referral",
        WorkKind::ReferralUnanswered => "Your referral was not answered in time",
        WorkKind::InformationRequest => "Answer a question about your referral",
        WorkKind::Concern => "Safeguarding concern",
        WorkKind::AgreementEnding => "An agreement to share ends soon",
        WorkKind::Handover => "Answer a handover",
        WorkKind::ActionRequest => "Answer a request to do something",
        WorkKind::Action => "Do what was agreed",
        WorkKind::JoinRequest => "Answer a request to join",
        WorkKind::PlanReview => "Look at the plan again",
        WorkKind::Review => "Review for a meeting",
        WorkKind::Unspecified => "Something to do",
    }
}

/// Where it is done.
fn page_of(kind: WorkKind, entry: &v1::WorkEntry) -> String {
    let v1::WorkEntry {
        thing_id: thing,
        person_id: person,
        ..
    } = entry;
    match kind {
        WorkKind::Referral | WorkKind::ReferralUnanswered | WorkKind::InformationRequest => {
            format!("/referrals/{thing}")
        }
        WorkKind::Concern => format!("/concerns/{thing}"),
        WorkKind::AgreementEnding => format!("/people/{person}/sharing"),
        WorkKind::Handover => format!("/handovers/{thing}"),
        WorkKind::ActionRequest | WorkKind::Action => format!("/actions/{thing}"),
        WorkKind::JoinRequest => format!("/join-requests/{thing}"),
        WorkKind::PlanReview => format!("/people/{person}/plan"),
        WorkKind::Review => format!("/reviews/{thing}"),
        WorkKind::Unspecified => format!("/people/{person}"),
    }
}

/// Urgent and overdue first, then by when it is due.
fn grouped(rows: Vec<(Due, Row)>, now: Timestamp) -> Vec<Group> {
    let headings = [
        "Urgent and overdue",
        "Today",
        "In the next seven days",
        "Later",
    ];
    let mut groups = headings.map(|heading| Group {
        heading,
        rows: Vec::new(),
    });
    for (due, row) in rows {
        let group = match due.at {
            _ if due.urgent || due.overdue => 0,
            Some(at) => match words::days_between(now, at - SignedDuration::from_millis(1)) {
                ..=0 => 1,
                1..=7 => 2,
                _ => 3,
            },
            None => 3,
        };
        groups[group].rows.push(row);
    }
    groups
        .into_iter()
        .filter(|group| !group.rows.is_empty())
        .collect()
}

fn to_come(meetings: &[v1::Meeting], now: Timestamp) -> Vec<Meeting> {
    let mut to_come: Vec<(Timestamp, &v1::Meeting)> = meetings
        .iter()
        .filter_map(|meeting| Some((words::moment(meeting.starts_at.as_ref())?, meeting)))
        .filter(|(_, meeting)| {
            words::moment(meeting.ends_at.as_ref()).is_some_and(|ends| ends > now)
        })
        .collect();
    to_come.sort_by_key(|(at, _)| *at);
    let shown = to_come.into_iter().take(MEETINGS);
    let one = |(at, meeting): (Timestamp, &v1::Meeting)| Meeting {
        title: meeting.title.clone(),
        when: format!("{}, {}", words::day(words::date_at(at)), words::time(at)),
        href: format!("/meetings/{}/{}", meeting.organiser, meeting.meeting_id),
        items: words::counted(usize::try_from(meeting.taken).unwrap_or(0), "item"),
    };
    shown.map(one).collect()
}

fn covered_by_me(covered: &v1::Covered, visit: &Visit, names: &Names) -> Covered {
    let person = |entry: &v1::CaseloadEntry| {
        let name = entry
            .identity
            .as_ref()
            .map(|identity| identity.name.clone());
        (
            format!("/people/{}", entry.person_id),
            name.unwrap_or_else(|| "Name not shared with you".to_owned()),
        )
    };
    Covered {
        name: names.worker(visit.organisation(), &covered.worker),
        until: words::written(&covered.last_day),
        people: covered.people.iter().map(person).collect(),
    }
}
