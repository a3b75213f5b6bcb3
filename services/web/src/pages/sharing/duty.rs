//! A legal duty to disclose: exactly the facts that a court order or safeguarding names. For safeguarding leads and
//! privacy officers.

use api::v1::{
    DutyKind, EndDutyRequest, ListStoryRequest, RecordDutyRequest,
    sharing_command_service_client::SharingCommandServiceClient,
    story_query_service_client::StoryQueryServiceClient,
};
use axum::extract::Path;

use crate::{
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    sent::{Sent, Stage},
    told,
    visit::{Next, Visit},
};

/// The most entries that are offered to choose from: the newest.
const OFFERED: i32 = 64;
/// How much of an entry's words stands beside its box.
const WORDS_MAX: usize = 160;

pub(super) fn duty_form(person: &str, organisations: Vec<Choice>, facts: Vec<Choice>) -> Form {
    Form::new("Disclose under a legal duty", "Record the duty")
        .about(person)
        .back_to(format!("/people/{person}/sharing"))
        .lead("A court order or a safeguarding duty names exactly what is disclosed. Objections and restrictions do not take it away. For safeguarding leads and privacy officers.")
        .field(Field::choice("kind", "Which duty?", Choice::of::<DutyKind>()))
        .field(Field::pick("organisation", "Who is to see it?", organisations))
        .field(Field::words("grounds", "The order, or why the duty exists", 3))
        .field(Field::several("fact_ids", "Exactly what is disclosed?", facts).hint("Of the newest entries that you can see."))
        .field(Field::date("until", "Until when? (empty where for good)"))
}

/// The newest entries, each with its first words.
async fn entries(visit: &Visit, person: &str) -> Result<Vec<Choice>, Failure> {
    let mut story = StoryQueryServiceClient::new(visit.connection());
    let request = ListStoryRequest {
        person_id: person.to_owned(),
        page_size: OFFERED,
        ..Default::default()
    };
    let facts = story.list_story(request).await?.into_inner().facts;
    let mentioned = told::mentioned(&facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let choice = |fact: &api::v1::Fact| {
        let entry = told::entry(fact, person, &names);
        let words: Vec<&str> = entry.says.iter().map(|says| says.words.as_str()).collect();
        let words: String = words.join(" ").chars().take(WORDS_MAX).collect();
        Choice::new(&fact.fact_id, format!("{}, {}", entry.heading, entry.at)).hint(words)
    };
    Ok(facts.iter().map(choice).collect())
}

/// Records a duty to disclose.
pub async fn record_duty(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let names = visit.names([]).await?;
    let organisations = names.organisations().into_iter();
    let others = organisations.filter(|(code, _)| code != visit.organisation());
    let others: Vec<Choice> = others.map(|(code, name)| Choice::new(code, name)).collect();
    let facts = entries(&visit, &person).await?;
    let first = |choices: &[Choice]| {
        choices
            .first()
            .map(|one| one.value.clone())
            .unwrap_or_default()
    };
    let is_rehearsed = sent.stage != Stage::Earnest;
    let request = RecordDutyRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        kind: match sent.choice::<DutyKind>("kind") {
            0 if is_rehearsed => DutyKind::Safeguarding.into(),
            kind => kind,
        },
        organisation: match is_rehearsed {
            true => sent.given("organisation", &first(&others)),
            false => sent.text("organisation"),
        },
        fact_ids: match sent.all("fact_ids") {
            none if none.is_empty() && is_rehearsed => vec![first(&facts)],
            some => some,
        },
        grounds: sent.words("grounds"),
        until: sent.date("until"),
    };
    let form = duty_form(&person, others, facts);
    let mut sharing = SharingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = sharing.record_duty(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/sharing"),
            "The duty is recorded: they can read exactly what you ticked.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

pub(super) fn end_form(person: &str) -> Form {
    Form::new("End a legal duty", "End it")
        .about(person)
        .back_to(format!("/people/{person}/sharing"))
        .lead("What was disclosed under it leaves the other organisation’s view, unless it may see it for another reason.")
        .field(Field::words("why", "Why does it end?", 2))
}

/// Ends a duty to disclose.
pub async fn end_duty(
    visit: Visit,
    Path((person, fact)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let request = EndDutyRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        fact_id: fact,
        why: sent.words("why"),
    };
    let mut sharing = SharingCommandServiceClient::new(visit.connection_for(&sent));
    let answer = sharing.end_duty(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/sharing"), "The duty has ended.");
    visit.settle(end_form(&person), &sent, answer, next).await
}
