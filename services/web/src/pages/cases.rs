//! People: the caseload, one person's brief, and how a case goes on and ends.

mod life;
mod samples;

use api::v1::{
    self, CaseState, GetBriefRequest, GetBriefResponse, Heading, ListCaseloadRequest, Standing,
    cases_query_service_client::CasesQueryServiceClient, fact::Content,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use crate::{
    bar::{self, Bar},
    entry::{Entry, Section, Tag},
    failure::Answer,
    labels::{Labelled, label},
    names::Names,
    page::Page,
    sent::Sent,
    site::Site,
    told,
    visit::Visit,
    words,
};

/// The paths of cases.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people", get(caseload))
        .route("/people/{person}", get(brief))
        .merge(life::routes())
}

/// How many people a page of the caseload shows.
const SHOWN: i32 = 100;
/// After how many days a printed sheet is out of date.
const SHEET_DAYS: i64 = 14;

/// The overview of one person that is read in minutes, and printed on one sheet.
#[derive(Template)]
#[template(path = "pages/brief.html")]
pub struct Brief {
    page: Page,
    /// How the case stands: who leads it, and whether it goes on.
    standing: Vec<Tag>,
    lead: String,
    notice: String,
    last_read: String,
    new_since: Vec<Entry>,
    more_new: u32,
    own_words: Vec<OwnWords>,
    do_not_ask: Vec<String>,
    actions: Section,
    goals: Section,
    people: Vec<(String, String)>,
    contacts: Vec<Contact>,
    referrals: Section,
    decisions: Section,
    latest: Section,
    printed: String,
}

/// What the person said about themselves, under one heading.
#[derive(Debug, Default)]
struct OwnWords {
    heading: &'static str,
    passages: Vec<Passage>,
}

/// A passage of it.
#[derive(Debug, Default)]
struct Passage {
    words: String,
    source: String,
    why: String,
}

/// How the person is reached.
#[derive(Debug, Default)]
struct Contact {
    sort: &'static str,
    value: String,
    safety: String,
}

/// One person's brief.
pub async fn brief(visit: Visit, Path(person): Path<String>) -> Answer {
    let mut cases = CasesQueryServiceClient::new(visit.connection());
    let request = GetBriefRequest {
        person_id: person.clone(),
        not_before: visit.not_before(),
    };
    let brief = cases.get_brief(request).await?.into_inner();
    let facts = [
        &brief.about_me,
        &brief.confirmed,
        &brief.people,
        &brief.open_referrals,
        &brief.latest,
        &brief.next_actions,
        &brief.own_steps,
        &brief.goals,
        &brief.decisions,
        &brief.new_since,
    ];
    let mut mentioned = told::mentioned(facts.into_iter().flatten());
    let row = brief.person.clone().unwrap_or_default();
    mentioned.extend(row.lead.iter().map(|lead| lead.organisation.clone()));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let mut page = visit.page("Brief")?.within("people").live();
    page.bar = Some(bar_of(&brief, &row, &visit));
    let page = show(page, &brief, &row, &visit, &names);
    visit.show(&page)
}

/// The brief holds all that stands in the bar: nothing is asked twice.
fn bar_of(brief: &GetBriefResponse, row: &v1::CaseloadEntry, visit: &Visit) -> Bar {
    let contacts = brief.contact_points.iter();
    let bar = Bar {
        person: brief.person_id.clone(),
        communication: bar::communication(&brief.about_me),
        safety: bar::safety(contacts.filter_map(|fact| bar::contact_point(fact).cloned())),
        warnings: brief
            .visit_warnings
            .iter()
            .flat_map(bar::warnings_of)
            .collect(),
        takes_part: row.standing() == Standing::Involved,
        state: row.state(),
        ..Default::default()
    };
    bar.with_identity(row.identity.as_ref(), visit.today())
}

fn show(
    page: Page,
    brief: &GetBriefResponse,
    row: &v1::CaseloadEntry,
    visit: &Visit,
    names: &Names,
) -> Brief {
    let entries = |facts: &[v1::Fact]| -> Vec<Entry> {
        let told = facts.iter();
        told.map(|fact| told::entry(fact, &brief.person_id, names))
            .collect()
    };
    let actions = [entries(&brief.next_actions), entries(&brief.own_steps)].concat();
    let somebody = &visit.somebody;
    let out_of_date = visit
        .today()
        .saturating_add(jiff::Span::new().days(SHEET_DAYS));
    let called = page.bar.as_ref().map_or("", Bar::preferred);
    let printed = format!(
        "Printed {} by {}, {}. Out of date after {}. Give to {called} or shred.",
        words::when(visit.now),
        somebody.name,
        somebody.organisation,
        words::date(out_of_date)
    );
    Brief {
        standing: standing(row),
        lead: names.who(row.lead.as_ref()),
        notice: brief.notice.clone(),
        last_read: words::when_of(brief.last_read_at.as_ref()),
        new_since: entries(&brief.new_since),
        more_new: brief.more_new_since,
        own_words: own_words(brief, names),
        do_not_ask: do_not_ask(brief),
        actions: Section::new("Next actions", actions).or("Nothing is to be done yet."),
        goals: Section::new("Goals", entries(&brief.goals))
            .or("No goals yet: write them with the person in their plan."),
        people: people(brief, names),
        contacts: contacts(brief),
        referrals: Section::new(
            "Referrals that wait for an answer",
            entries(&brief.open_referrals),
        ),
        decisions: Section::new("What they have decided", entries(&brief.decisions)),
        latest: Section::new("What has happened", entries(&brief.latest))
            .or("Nothing has been recorded yet."),
        printed,
        page,
    }
}

fn standing(row: &v1::CaseloadEntry) -> Vec<Tag> {
    let mut tags = Vec::new();
    match CaseState::try_from(row.state).unwrap_or_default() {
        CaseState::Unspecified => {}
        CaseState::Paused => tags.push(Tag::new("Paused", "yellow")),
        CaseState::Closed => tags.push(Tag::new("Closed", "grey")),
        CaseState::Died => tags.push(Tag::new("Has died", "grey")),
        CaseState::MovedAway => tags.push(Tag::new("Moved away", "grey")),
        CaseState::CoordinationStopped => tags.push(Tag::new("Coordination stopped", "grey")),
    }
    match Standing::try_from(row.standing).unwrap_or_default() {
        Standing::Invited => tags.push(Tag::new("You are asked to help", "blue")),
        Standing::Involved => {}
        Standing::Unspecified => tags.push(Tag::new("You take part no longer", "grey")),
    }
    tags
}

fn own_words(brief: &GetBriefResponse, names: &Names) -> Vec<OwnWords> {
    let said = |heading: &(Heading, &'static str)| {
        let passages = brief
            .about_me
            .iter()
            .filter_map(|fact| match &fact.content {
                Some(Content::Passage(passage)) if passage.heading == i32::from(heading.0) => {
                    Some(passage_of(fact, passage, brief, names))
                }
                _ => None,
            });
        OwnWords {
            heading: heading.1,
            passages: passages.collect(),
        }
    };
    let said = Heading::LABELS.iter().map(said);
    said.filter(|said| !said.passages.is_empty()).collect()
}

fn passage_of(
    fact: &v1::Fact,
    passage: &v1::Passage,
    brief: &GetBriefResponse,
    names: &Names,
) -> Passage {
    let confirms = |other: &&v1::Fact| matches!(&other.content, Some(Content::Confirmation(confirmation)) if confirmation.passage == fact.fact_id);
    let confirmed = match brief.confirmed.iter().find(confirms) {
        Some(confirmed) => format!(
            "Still true on {}",
            words::day_of(confirmed.recorded_at.as_ref())
        ),
        None => "Not confirmed since".to_owned(),
    };
    let helped = match passage.helped_by.as_str() {
        "" => String::new(),
        who => format!(", helped by {who}"),
    };
    Passage {
        words: passage.words.clone(),
        source: format!(
            "Written with {}, {}{helped}. {confirmed}.",
            names.who(fact.recorded_by.as_ref()),
            words::day_of(fact.recorded_at.as_ref())
        ),
        why: format!("/people/{}/facts/{}/why", brief.person_id, fact.fact_id),
    }
}

fn do_not_ask(brief: &GetBriefResponse) -> Vec<String> {
    let marked = brief
        .about_me
        .iter()
        .filter(|fact| brief.do_not_ask_again.contains(&fact.fact_id));
    let words = marked.filter_map(|fact| match &fact.content {
        Some(Content::Passage(passage)) => Some(passage.words.clone()),
        _ => None,
    });
    words.collect()
}

/// Who takes part: name and service, the one who leads first.
fn people(brief: &GetBriefResponse, names: &Names) -> Vec<(String, String)> {
    let parts = brief.people.iter().filter_map(|fact| match &fact.content {
        Some(Content::Involvement(part)) => Some(part),
        _ => None,
    });
    let mut parts: Vec<&v1::Involvement> = parts.collect();
    parts.sort_by_key(|part| !part.lead);
    let one = |part: &&v1::Involvement| {
        let organisation = names.organisation(&part.organisation);
        let worker = match part.worker.as_str() {
            "" => organisation.clone(),
            worker => names.worker(&part.organisation, worker),
        };
        let leads = if part.lead { ", lead worker" } else { "" };
        (
            format!("{worker}{leads}"),
            format!("{}, {organisation}", part.service_name),
        )
    };
    parts.iter().map(one).collect()
}

fn contacts(brief: &GetBriefResponse) -> Vec<Contact> {
    let points = brief.contact_points.iter().filter_map(bar::contact_point);
    let one = |point: &v1::ContactPoint| Contact {
        sort: label::<v1::ContactSort>(point.sort),
        value: point.value.clone(),
        safety: point.safety_instruction.clone(),
    };
    points.map(one).collect()
}

/// The people whom one's organisation supports, or is asked to.
#[derive(Template)]
#[template(path = "pages/caseload.html")]
pub struct Caseload {
    page: Page,
    rows: Vec<CaseloadRow>,
    next: String,
}

/// One of them.
struct CaseloadRow {
    href: String,
    name: String,
    born: String,
    tags: Vec<Tag>,
    lead: String,
    last: String,
}

/// The caseload.
pub async fn caseload(visit: Visit, sent: Sent) -> Answer {
    let mut cases = CasesQueryServiceClient::new(visit.connection());
    let request = ListCaseloadRequest {
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
    };
    let found = cases.list_caseload(request).await?.into_inner();
    let leads = found.entries.iter().filter_map(|entry| entry.lead.as_ref());
    let names = visit
        .names(leads.map(|lead| lead.organisation.as_str()))
        .await?;
    let row = |entry: &v1::CaseloadEntry| {
        let bar = Bar::default().with_identity(entry.identity.as_ref(), visit.today());
        CaseloadRow {
            href: format!("/people/{}", entry.person_id),
            name: bar.name,
            born: bar.born,
            tags: standing(entry),
            lead: names.who(entry.lead.as_ref()),
            last: words::day_of(entry.last_recorded_at.as_ref()),
        }
    };
    let page = Caseload {
        page: visit.page("People")?.within("people"),
        rows: found.entries.iter().map(row).collect(),
        next: match found.next_page_token.as_str() {
            "" => String::new(),
            token => format!("?page={token}"),
        },
    };
    visit.show(&page)
}
