//! Referrals: the lists of both sides, and one referral with what can be done next.
//!
//! Raising one is in `referrals/raise.rs`, answering it in `referrals/answer.rs`.

mod answer;
mod list;
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
        .route("/referrals", get(list::list))
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

async fn asked(
    visit: &Visit,
    request: ListReferralsRequest,
) -> Result<v1::ListReferralsResponse, Failure> {
    let mut referrals = ReferralsQueryServiceClient::new(visit.connection());
    Ok(referrals.list_referrals(request).await?.into_inner())
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
    /// How many organisations asked for the same, where several did.
    joined: usize,
    steps: Vec<(&'static str, bool)>,
    answer: Option<Form>,
    links: Vec<(String, &'static str)>,
    asked: Section,
    information: Section,
    outcomes: Vec<Outcomes>,
    person: String,
}

/// The referral of this id, as one may see it.
async fn find(visit: &Visit, id: &str) -> Result<Referral, Failure> {
    let request = ListReferralsRequest {
        referral_id: id.to_owned(),
        not_before: visit.not_before(),
        ..Default::default()
    };
    let found = asked(visit, request).await?.referrals;
    found.into_iter().next().ok_or(Failure::NoSuchPage)
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
        joined: match referral.joined.len() {
            0 => 0,
            others => others + 1,
        },
        steps: steps(referral.state()),
        answer: answer.map(|form| visit.inline(form, &page)),
        links,
        asked: Section::new("What was asked, and what came of it", asked),
        information: Section::new("Questions and answers", entries(&referral.information)),
        outcomes: referral.facts.iter().filter_map(outcomes).collect(),
        person: referral.person_id.clone(),
        page,
    }
}

/// What came of it, where the service and the person see it differently: one beside the other.
struct Outcomes {
    service: (&'static str, String),
    person: (&'static str, String),
}

fn outcomes(fact: &v1::Fact) -> Option<Outcomes> {
    let Some(Content::Referral(fact)) = &fact.content else {
        return None;
    };
    let Some(v1::referral_fact::Told::Completed(told)) = &fact.told else {
        return None;
    };
    let person = told.person.as_ref().filter(|_| told.outcomes_differ)?;
    Some(Outcomes {
        service: (label::<v1::Outcome>(told.outcome), told.words.clone()),
        person: (label::<v1::Outcome>(person.outcome), person.words.clone()),
    })
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
