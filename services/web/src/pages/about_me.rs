//! About Me: told once, in seven headings; written, revised and confirmed together with the person.

mod samples;

use api::v1::{
    ConfirmAboutMeRequest, GetAboutMeRequest, Heading, RecordAboutMeRequest,
    about_me_command_service_client::AboutMeCommandServiceClient,
    about_me_query_service_client::AboutMeQueryServiceClient, fact::Content,
    get_about_me_response::CurrentPassage, record_about_me_request::NewPassage,
};
use askama::Template;
use axum::{Router, extract::Path, routing::get};

pub use samples::samples;

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    labels::{Labelled, label},
    names::Names,
    page::Page,
    sent::Sent,
    site::Site,
    told,
    visit::{Next, Visit},
    words,
};

/// The paths of About Me.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/about-me", get(about_me))
        .route("/people/{person}/about-me/write", form(record_about_me))
        .route("/people/{person}/about-me/confirm", form(confirm_about_me))
}

/// What the person said about themselves, and what is not said yet.
#[derive(Template)]
#[template(path = "pages/about_me.html")]
pub struct AboutMe {
    page: Page,
    headings: Vec<Said>,
    has_some: bool,
}

/// One heading.
struct Said {
    number: i32,
    heading: &'static str,
    passages: Vec<Passage>,
}

/// A passage, and where it is revised.
struct Passage {
    entry: Entry,
    confirmed: String,
    revise: String,
}

async fn passages(visit: &Visit, person: &str) -> Result<Vec<CurrentPassage>, Failure> {
    let mut about_me = AboutMeQueryServiceClient::new(visit.connection());
    let request = GetAboutMeRequest {
        person_id: person.to_owned(),
        not_before: visit.not_before(),
    };
    Ok(about_me.get_about_me(request).await?.into_inner().passages)
}

async fn names(visit: &Visit, passages: &[CurrentPassage]) -> Result<Names, Failure> {
    let facts = passages
        .iter()
        .flat_map(|one| one.fact.iter().chain(&one.confirmed));
    let mentioned = told::mentioned(facts);
    visit.names(mentioned.iter().map(String::as_str)).await
}

/// What the person said about themselves.
pub async fn about_me(visit: Visit, Path(person): Path<String>) -> Answer {
    let passages = passages(&visit, &person).await?;
    let names = names(&visit, &passages).await?;
    let said = |(heading, label): &(Heading, &'static str)| Said {
        number: i32::from(*heading),
        heading: label,
        passages: passages
            .iter()
            .filter(|one| heading_of(one) == i32::from(*heading))
            .filter_map(|one| passage(one, &person, &names))
            .collect(),
    };
    let page = AboutMe {
        page: visit.page_about(&person, "about-me", "About me").await?,
        headings: Heading::LABELS.iter().map(said).collect(),
        has_some: !passages.is_empty(),
    };
    visit.show(&page)
}

fn heading_of(passage: &CurrentPassage) -> i32 {
    match passage.fact.as_ref().and_then(|fact| fact.content.as_ref()) {
        Some(Content::Passage(passage)) => passage.heading,
        _ => 0,
    }
}

fn passage(current: &CurrentPassage, person: &str, names: &Names) -> Option<Passage> {
    let fact = current.fact.as_ref()?;
    let confirmed = match &current.confirmed {
        None => "Not confirmed since it was written.".to_owned(),
        Some(confirmed) => format!(
            "Still true on {}, said to {}.",
            words::day_of(confirmed.recorded_at.as_ref()),
            names.who(confirmed.recorded_by.as_ref())
        ),
    };
    Some(Passage {
        entry: told::entry(fact, person, names),
        confirmed,
        revise: format!("/people/{person}/about-me/write?fact={}", fact.fact_id),
    })
}

fn write_form(person: &str) -> Form {
    Form::new("Write it together", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/about-me"))
        .lead("In the person’s own words. Whoever takes part and is allowed to reads it instead of asking again.")
        .field(Field::hidden("token", ""))
        .field(Field::hidden("fact", ""))
        .field(Field::pick("heading", "Heading", Choice::of::<Heading>()))
        .field(Field::words("words", "Their words", 5))
        .field(Field::tick("do_not_ask_again", "Should they be asked again?", "Please don’t ask me again about this"))
        .more(Field::categories("Is it about something more sensitive, too?"))
        .more(Field::text("helped_by", "Who helped to write it", 20))
}

/// Writes a passage, or a newer version of one. Where somebody else has revised it meanwhile, both versions are shown.
pub async fn record_about_me(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut form = write_form(&person);
    let there = passages(&visit, &person).await?;
    let fact = sent.text("fact");
    let revised = there
        .iter()
        .find(|one| one.fact.as_ref().is_some_and(|one| one.fact_id == fact));
    if sent.stage == crate::sent::Stage::Opened
        && let Some(current) = revised
    {
        form = opened(form, current);
    }
    let heading = match sent.choice::<Heading>("heading") {
        0 => revised.map_or(Heading::MostImportant.into(), heading_of),
        heading => heading,
    };
    let token = sent.given("token", revised.map_or("", |one| &one.token));
    let request = RecordAboutMeRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        passages: vec![NewPassage {
            heading,
            words: sent.words("words"),
            categories: sent.categories(),
            do_not_ask_again: sent.is_ticked("do_not_ask_again"),
            helped_by: sent.text("helped_by"),
            token,
        }],
    };
    let mut about_me = AboutMeCommandServiceClient::new(visit.connection_for(&sent));
    let answer = about_me.record_about_me(request).await;
    if let Err(status) = &answer
        && crate::failure::code(status) == "stale"
    {
        return conflict(visit, form.filled(&sent), &person, heading, &there).await;
    }
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/about-me"),
            "Their words are recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

fn opened(mut form: Form, current: &CurrentPassage) -> Form {
    let Some(Content::Passage(passage)) =
        current.fact.as_ref().and_then(|fact| fact.content.clone())
    else {
        return form;
    };
    form.title = "Revise it together".to_owned();
    for field in &mut form.fields {
        match field.name.as_str() {
            "token" => field.values = vec![current.token.clone()],
            "heading" => field.values = vec![passage.heading.to_string()],
            "words" => field.values = vec![passage.words.clone()],
            "do_not_ask_again" if passage.do_not_ask_again => field.values = vec!["yes".to_owned()],
            _ => {}
        }
    }
    form
}

/// Somebody was faster: what stands there now is shown beside what was typed, which is kept.
async fn conflict(
    visit: Visit,
    mut form: Form,
    person: &str,
    heading: i32,
    there: &[CurrentPassage],
) -> Answer {
    let names = names(&visit, there).await?;
    let same: Vec<_> = there
        .iter()
        .filter(|one| heading_of(one) == heading)
        .collect();
    let entries = same.iter().filter_map(|one| passage(one, person, &names));
    let now = entries.map(|passage| passage.entry).collect();
    form.shows.push(Section::new("What stands there now", now));
    form.problem("words", "Somebody has changed this since you opened it. Both versions are below: put yours right and send it again.");
    // Sent again, it takes the place of what stands there now, which has been seen.
    let newest = same.last().map(|one| one.token.clone()).unwrap_or_default();
    for field in form.fields.iter_mut().filter(|field| field.name == "token") {
        field.values = vec![newest.clone()];
    }
    visit.show_form(form).await
}

fn confirm_form(person: &str, passages: Vec<Choice>) -> Form {
    Form::new("Is it still true?", "Confirm what is ticked")
        .about(person)
        .back_to(format!("/people/{person}/about-me"))
        .lead("Go through it with the person. What has changed is revised instead.")
        .field(Field::several("tokens", "Still true", passages))
}

/// Confirms passages with the person.
pub async fn confirm_about_me(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let there = passages(&visit, &person).await?;
    let choices = there
        .iter()
        .filter_map(|one| match one.fact.as_ref()?.content.as_ref()? {
            Content::Passage(passage) => {
                let label = label::<Heading>(passage.heading);
                Some(Choice::new(&one.token, label).hint(&passage.words))
            }
            _ => None,
        });
    let form = confirm_form(&person, choices.collect());
    let tokens = match sent.all("tokens") {
        none if none.is_empty() && sent.is_rehearsed() => {
            there.iter().take(1).map(|one| one.token.clone()).collect()
        }
        tokens => tokens,
    };
    let request = ConfirmAboutMeRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        tokens,
    };
    let mut about_me = AboutMeCommandServiceClient::new(visit.connection_for(&sent));
    let answer = about_me.confirm_about_me(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/about-me"),
            "It is confirmed: others see that it is still true.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}
