//! Referrals: the lists of both sides, and one referral with what can be done next.
//!
//! Raising one is in `referrals/raise.rs`, answering it in `referrals/answer.rs`.

mod answer;
mod raise;
mod receive;
mod samples;

use answer::{accept_form, contact_form};
use api::v1::{
    self, Direction, ListReferralsRequest, Referral, ReferralState, ReferralUrgency, fact::Content,
    referrals_query_service_client::ReferralsQueryServiceClient,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
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

/// What a service does, for whom, and how long one waits.
pub fn service_entry(service: &v1::Service) -> crate::entry::Entry {
    raise::offer(service, String::new()).entry
}

/// The paths of referrals.
pub fn routes() -> Router<Site> {
    let choose = "/people/{person}/referrals/new";
    let raise = "/people/{person}/referrals/new/{organisation}/{service}";
    Router::new()
        .route("/referrals", get(list))
        .route("/referrals/{id}", get(one))
        .route("/referrals/{id}/accept", form(answer::accept_referral))
        .route("/referrals/{id}/decline", form(answer::decline_referral))
        .route("/referrals/{id}/withdraw", form(answer::withdraw_referral))
        .route(
            "/referrals/{id}/information",
            form(answer::request_information),
        )
        .route(
            "/referrals/{id}/information/provide",
            form(answer::provide_information),
        )
        .route(
            "/referrals/{id}/contact",
            form(answer::record_first_contact),
        )
        .route("/referrals/{id}/complete", form(answer::complete_referral))
        .route(
            "/people/{person}/referrals/receive",
            form(receive::receive_referral),
        )
        .route(choose, get(raise::choose_service))
        .route(raise, form(raise::raise_referral))
}

const SHOWN: i32 = 50;

/// Referrals in and out.
#[derive(Template)]
#[template(path = "pages/referrals.html")]
pub struct Referrals {
    page: Page,
    is_in: bool,
    is_open: bool,
    rows: Vec<Row>,
    next: String,
}

/// One of them.
struct Row {
    id: String,
    href: String,
    person: String,
    service: String,
    other: String,
    tags: Vec<Tag>,
    waiting: String,
}

/// Referrals: what waits for an answer first.
pub async fn list(visit: Visit, sent: Sent) -> Answer {
    let (is_in, is_open) = (sent.get("way") != "out", sent.get("state") != "all");
    let direction = if is_in { Direction::In } else { Direction::Out };
    let state = if is_open {
        ReferralState::Open
    } else {
        ReferralState::Unspecified
    };
    let mut referrals = ReferralsQueryServiceClient::new(visit.connection());
    let request = ListReferralsRequest {
        direction: direction.into(),
        state: state.into(),
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = referrals.list_referrals(request).await?.into_inner();
    let names = visit.names([]).await?;
    let mut rows: Vec<_> = found
        .referrals
        .iter()
        .map(|one| row(one, &visit, &names))
        .collect();
    // What is urgent or late stands first, as in one's work.
    rows.sort_by_key(|(first, _)| !first);
    let way = if is_in { "in" } else { "out" };
    let which = if is_open { "open" } else { "all" };
    let page = Referrals {
        page: visit.page("Referrals")?.within("referrals").live(),
        is_in,
        is_open,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        next: Visit::next(&found.next_page_token, &format!("way={way}&state={which}&")),
    };
    visit.show(&page)
}

fn row(referral: &Referral, visit: &Visit, names: &Names) -> (bool, Row) {
    let raised = raised(referral);
    let since = referral
        .facts
        .first()
        .and_then(|fact| words::moment(fact.recorded_at.as_ref()));
    let open = referral.state() == ReferralState::Open;
    let waiting = since
        .filter(|_| open)
        .map(|since| words::waiting(since, visit.now));
    let other = if referral.direction() == Direction::In {
        &raised.from
    } else {
        &raised.to
    };
    let row = Row {
        id: referral.referral_id.clone(),
        href: format!("/referrals/{}", referral.referral_id),
        person: name(referral),
        service: raised.service_name.clone(),
        other: if other.is_empty() {
            "from outside".to_owned()
        } else {
            names.organisation(other)
        },
        tags: tags(referral),
        waiting: waiting.unwrap_or_default(),
    };
    (
        referral.overdue || referral.urgency() == ReferralUrgency::Urgent,
        row,
    )
}

fn name(referral: &Referral) -> String {
    let name = referral
        .identity
        .as_ref()
        .map(|identity| identity.name.clone());
    name.unwrap_or_else(|| "Name not shared with you".to_owned())
}

/// The referral as it was raised, or as it came from outside.
fn raised(referral: &Referral) -> v1::ReferralRaised {
    let told = referral.facts.iter().find_map(|fact| match &fact.content {
        Some(Content::ReferralRaised(raised)) => Some(raised.clone()),
        Some(Content::Referral(fact)) => match &fact.told {
            Some(v1::referral_fact::Told::Received(received)) => Some(v1::ReferralRaised {
                to: received.organisation.clone(),
                service_name: received.service_name.clone(),
                reason: received.reason.clone(),
                ..Default::default()
            }),
            _ => None,
        },
        _ => None,
    });
    told.unwrap_or_default()
}

fn tags(referral: &Referral) -> Vec<Tag> {
    let colour = match referral.state() {
        ReferralState::Open => "blue",
        ReferralState::Accepted | ReferralState::InContact => "green",
        ReferralState::Completed => "grey",
        _ => "white",
    };
    let mut tags = vec![Tag::new(label::<ReferralState>(referral.state), colour)];
    if referral.urgency() == ReferralUrgency::Urgent {
        tags.push(Tag::new("Urgent", "red"));
    }
    if referral.overdue {
        tags.push(Tag::new("Overdue", "red"));
    }
    tags
}

/// One referral, as both sides see it.
#[derive(Template)]
#[template(path = "pages/referral.html")]
pub struct OneReferral {
    page: Page,
    service: String,
    tags: Vec<Tag>,
    due: String,
    steps: Vec<(&'static str, bool)>,
    answer: Option<Form>,
    links: Vec<(String, &'static str)>,
    asked: Section,
    information: Section,
    person: String,
}

/// The referral of this id, as one may see it.
async fn find(visit: &Visit, id: &str) -> Result<Referral, Failure> {
    let mut referrals = ReferralsQueryServiceClient::new(visit.connection());
    let request = ListReferralsRequest {
        referral_id: id.to_owned(),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = referrals.list_referrals(request).await?.into_inner();
    found
        .referrals
        .into_iter()
        .next()
        .ok_or(Failure::NoSuchPage)
}

/// One referral, with what can be done next.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let referral = find(&visit, &id).await?;
    let page = visit
        .page_about(&referral.person_id, "referral", "Referral")
        .await?;
    let facts = referral
        .facts
        .iter()
        .chain(&referral.information)
        .chain(&referral.options);
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let page = shown(page.within("referrals").live(), &referral, &visit, &names);
    visit.show(&page)
}

fn shown(page: Page, referral: &Referral, visit: &Visit, names: &Names) -> OneReferral {
    let raised = raised(referral);
    let entries = |facts: &[v1::Fact]| -> Vec<_> {
        let told = facts.iter();
        told.map(|fact| told::entry(fact, &referral.person_id, names))
            .collect()
    };
    let path = format!("/referrals/{}", referral.referral_id);
    let (answer, links) = next_steps(referral, &path);
    let mut asked = entries(&referral.facts);
    asked.extend(entries(referral.options.as_slice()));
    // One is on the page to which the words would lead.
    asked.iter_mut().for_each(|entry| entry.href.clear());
    OneReferral {
        service: format!(
            "{}, {}",
            raised.service_name,
            names.organisation(&raised.to)
        ),
        tags: tags(referral),
        due: match referral.state() {
            ReferralState::Open => words::day_of(referral.answer_by.as_ref()),
            _ => String::new(),
        },
        steps: steps(referral.state()),
        answer: answer.map(|form| visit.inline(form, &page)),
        links,
        asked: Section::new("What was asked, and what came of it", asked),
        information: Section::new("Questions and answers", entries(&referral.information)),
        person: referral.person_id.clone(),
        page,
    }
}

/// How far it has come, in the same words for both sides.
fn steps(state: ReferralState) -> Vec<(&'static str, bool)> {
    let here = match state {
        ReferralState::Open => 0,
        ReferralState::Accepted => 1,
        ReferralState::InContact => 2,
        ReferralState::Completed => 3,
        _ => return Vec::new(),
    };
    let steps = [
        "Waiting for an answer",
        "Accepted",
        "In contact",
        "Completed",
    ];
    steps
        .into_iter()
        .enumerate()
        .map(|(place, step)| (step, place == here))
        .collect()
}

/// The most likely next thing, as a form; and what else can be done.
fn next_steps(referral: &Referral, path: &str) -> (Option<Form>, Vec<(String, &'static str)>) {
    let to = |end: &str| format!("{path}/{end}");
    let mut links = Vec::new();
    if !referral.information_token.is_empty() {
        links.push((to("information/provide"), "Answer the question"));
    }
    if referral.token.is_empty() {
        return (None, links);
    }
    let form = match (referral.direction(), referral.state()) {
        (Direction::In, ReferralState::Open) => {
            links.push((to("information"), "Ask for information first"));
            links.push((to("decline"), "Decline"));
            Some(accept_form(referral).inline(to("accept")))
        }
        (Direction::In, ReferralState::Accepted) => {
            links.push((to("complete"), "Complete the referral"));
            Some(contact_form(referral).inline(to("contact")))
        }
        (Direction::In, ReferralState::InContact) => {
            links.push((to("complete"), "Complete the referral"));
            None
        }
        (_, ReferralState::Open) => {
            links.push((to("withdraw"), "Take the referral back"));
            None
        }
        _ => None,
    };
    (form, links)
}
