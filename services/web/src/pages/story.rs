//! The story: every fact that one may see, and adding to it or putting it right.

mod as_of;
mod samples;

use std::collections::BTreeSet;

use api::v1::{
    self, Category, CorrectFactRequest, ExplainFactRequest, ListStoryRequest, RecordNoteRequest,
    RetractFactRequest, disclosure_query_service_client::DisclosureQueryServiceClient,
    sharing_command_service_client::SharingCommandServiceClient,
    story_command_service_client::StoryCommandServiceClient,
    story_query_service_client::StoryQueryServiceClient,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::Answer,
    form::{Field, Form},
    labels::{Labelled, label},
    page::Page,
    readers,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

/// The paths of the story.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/story", get(story))
        .route("/people/{person}/notes/new", form(record_note))
        .route("/people/{person}/shown", get(as_of::as_of))
        .route("/people/{person}/facts/{fact}/why", get(why))
        .route("/people/{person}/facts/{fact}/correct", form(correct_fact))
        .route("/people/{person}/facts/{fact}/retract", form(retract_fact))
}

const SHOWN: i32 = 60;

/// Every fact that one may see, newest first.
#[derive(Template)]
#[template(path = "pages/story.html")]
pub struct Story {
    page: Page,
    notice: &'static str,
    category: i32,
    categories: Vec<(i32, &'static str)>,
    entries: Vec<Entry>,
    next: String,
}

/// The story.
pub async fn story(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let category = sent.choice::<Category>("category");
    let mut story = StoryQueryServiceClient::new(visit.connection());
    let request = ListStoryRequest {
        person_id: person.clone(),
        categories: (category != 0).then_some(category).into_iter().collect(),
        page_size: SHOWN,
        page_token: sent.text("page"),
        not_before: visit.not_before(),
    };
    let found = story.list_story(request).await?.into_inner();
    let mentioned = told::mentioned(&found.facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let there: BTreeSet<i32> = found
        .facts
        .iter()
        .flat_map(|fact| fact.categories.clone())
        .collect();
    let chosen = |number: &i32| category == 0 && there.contains(number) || *number == category;
    let categories = Category::LABELS
        .iter()
        .map(|(one, label)| (i32::from(*one), *label));
    let entries = found
        .facts
        .iter()
        .map(|fact| told::entry(fact, &person, &names));
    let page = Story {
        notice: "This may not be everything.",
        category,
        categories: categories.filter(|(number, _)| chosen(number)).collect(),
        entries: entries.collect(),
        next: Visit::next(&found.next_page_token, &format!("category={category}&")),
        page: visit.page_about(&person, "story", "Story").await?.live(),
    };
    visit.show(&page)
}

fn note_form(person: &str, readers: Field) -> Form {
    Form::new("Add an update", "Record the update")
        .about(person)
        .field(Field::words("words", "What happened?", 6))
        .field(Field::categories("What is it about?"))
        .more(readers)
}

/// Adds an update.
pub async fn record_note(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = RecordNoteRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        words: sent.words("words"),
        categories: sent.categories(),
        restricted_to: readers::of_sent(&sent),
    };
    let mut story = StoryCommandServiceClient::new(visit.connection_for(&sent));
    let answer = story.record_note(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}"), "The update is recorded.");
    let form = note_form(&person, readers::field(&visit, &person).await?);
    visit.settle(form, &sent, answer, next).await
}

/// Why one can see something, in plain words.
#[derive(Template)]
#[template(path = "pages/why.html")]
pub struct Why {
    page: Page,
    reasons: Section,
    fact: String,
    person: String,
    /// Whether one's own organisation recorded it.
    is_own: bool,
    /// Whether it is restricted to named readers.
    is_restricted: bool,
    /// Whether it says that there is a legal duty.
    is_duty: bool,
    /// Whether it was taken for somebody else's.
    is_misplaced: bool,
}

impl Why {
    fn of(&self, end: &str) -> String {
        format!("facts/{}/{end}", self.fact)
    }

    fn duty(&self) -> String {
        format!("duties/{}/end", self.fact)
    }
}

/// Why one can see a fact.
pub async fn why(visit: Visit, Path((person, fact)): Path<(String, String)>) -> Answer {
    let mut disclosure = DisclosureQueryServiceClient::new(visit.connection());
    let request = ExplainFactRequest {
        person_id: person.clone(),
        fact_id: fact.clone(),
    };
    let found = disclosure.explain_fact(request).await?.into_inner();
    let rules = found.reasons.iter().filter_map(|one| one.basis.as_ref());
    let is_own = rules
        .map(v1::Basis::rule)
        .any(|rule| rule == v1::Rule::OwnRecord);
    let page = Why {
        reasons: Section::new("The reasons", found.reasons.iter().map(reason).collect()),
        page: visit
            .page_about(&person, "story", "Why can I see this?")
            .await?,
        fact,
        person,
        is_own,
        is_duty: is_own && found.kind == "duty",
        is_misplaced: found.on_wrong_person,
        is_restricted: found.restricted,
    };
    visit.show(&page)
}

fn reason(reason: &v1::explain_fact_response::Reason) -> Entry {
    let basis = reason.basis.clone().unwrap_or_default();
    let rests_on = reason.event_type.replace('-', " ");
    let entry = Entry::new(label::<v1::Rule>(basis.rule))
        .says(&reason.explanation)
        .about(
            "It rests on",
            format!("{rests_on}, {}", words::day_of(reason.recorded_at.as_ref())),
        );
    entry.about("Until", words::day_of(basis.until.as_ref()))
}

fn correct_form(person: &str) -> Form {
    Form::new("Put an entry right", "Record the correction")
        .about(person)
        .lead("Whoever sees the entry sees the newer version in its place. The older one is kept.")
        .field(Field::words("words", "What it should have said", 5))
        .more(Field::categories("What is it about besides?"))
}

/// Puts an entry right.
pub async fn correct_fact(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = CorrectFactRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        words: sent.words("words"),
        categories: sent.categories(),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = sharing.correct_fact(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/story"), "The entry is put right.");
    visit
        .settle(correct_form(&person), &sent, answer, next)
        .await
}

fn retract_form(person: &str) -> Form {
    Form::new("Recorded in error", "Withdraw the entry")
        .about(person)
        .is_final()
        .lead("Its words leave everybody’s view but your organisation’s. Whoever could see it reads that it was withdrawn, and why.")
        .field(Field::words("why", "Why was it an error?", 3))
}

/// Says that an entry was recorded in error.
pub async fn retract_fact(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = RetractFactRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        why: sent.words("why"),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = sharing.retract_fact(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/story"), "The entry is withdrawn.");
    visit
        .settle(retract_form(&person), &sent, answer, next)
        .await
}
