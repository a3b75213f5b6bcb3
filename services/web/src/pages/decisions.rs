//! Shared decisions: what could be done, what matters to the person, what they chose, and the support that was agreed,
//! also where the choice goes against guidance.

use api::v1::{
    self, Category, Decided, DecidedBy, Decision, ListDecisionsRequest, RecordDecisionRequest,
    ReviseDecisionRequest,
    decided::{AgainstGuidance, Choice as Chosen, Weighed},
    decided_by::Who,
    decisions_command_service_client::DecisionsCommandServiceClient,
    decisions_query_service_client::DecisionsQueryServiceClient,
};
use axum::{Router, extract::Path, routing::get};

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State},
    listing::Listing,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
};

/// How many options a form has room for. What is left empty is not recorded.
const OPTIONS: usize = 4;

/// The paths of decisions.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/decisions", get(decisions))
        .route("/people/{person}/decisions/new", form(record_decision))
        .route(
            "/people/{person}/decisions/{id}/again",
            form(revise_decision),
        )
}

async fn asked(visit: &Visit, person: &str) -> Result<Vec<Decision>, Failure> {
    let mut decisions = DecisionsQueryServiceClient::new(visit.connection());
    let request = ListDecisionsRequest {
        person_id: person.to_owned(),
        not_before: visit.not_before(),
    };
    Ok(decisions
        .list_decisions(request)
        .await?
        .into_inner()
        .decisions)
}

/// What the person has decided.
pub async fn decisions(visit: Visit, Path(person): Path<String>) -> Answer {
    let found = asked(&visit, &person).await?;
    let facts = found.iter().flat_map(|decision| &decision.versions);
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let row = |decision: &Decision| -> Option<Entry> {
        let newest = decision.versions.last()?;
        let again = format!("/people/{person}/decisions/{}/again", decision.decision_id);
        Some(told::entry(newest, &person, &names).to(again))
    };
    let page = visit.page_about(&person, "decisions", "Decisions").await?;
    let page = Listing::new(page, "Decisions")
        .action(
            format!("/people/{person}/decisions/new"),
            "Record a decision",
        )
        .section(
            Section::new("What they decided", found.iter().filter_map(row).collect())
                .or("Nothing is recorded yet."),
        );
    visit.show(&page)
}

fn decision_form(person: &str, title: &str) -> Form {
    let mut form = Form::new(title, "Record the decision")
        .about(person)
        .back_to(format!("/people/{person}/decisions"))
        .field(Field::text(
            "decided.question",
            "What was to be decided?",
            30,
        ));
    let mut chosen = Vec::new();
    for number in 0..OPTIONS {
        let field = |name: &str| format!("decided.options[{number}].{name}");
        let place = number + 1;
        let option = Field::text(&field("option"), format!("Option {place}"), 30);
        let speaks_for = Field::text(&field("speaks_for"), format!("For option {place}"), 30);
        let against = Field::text(
            &field("speaks_against"),
            format!("Against option {place}"),
            30,
        );
        form = if number < 2 {
            form.field(option).field(speaks_for).field(against)
        } else {
            form.more(option).more(speaks_for).more(against)
        };
        chosen.push(Choice::new(number.to_string(), format!("Option {place}")));
    }
    form.field(Field::words("decided.matters", "What matters to them", 2))
        .field(Field::choice("choice", "What did they choose?", chosen))
        .field(Field::text(
            "decided.support",
            "The support that was agreed, whichever way",
            30,
        ))
        .field(Field::categories("What is it about?"))
        .more(Field::text(
            "decided.other",
            "They chose something else: what?",
            30,
        ))
        .more(Field::text(
            "decided.against_guidance.guidance",
            "It goes against guidance: what does guidance say?",
            30,
        ))
        .more(Field::text(
            "decided.against_guidance.person_knows",
            "How were they told, and what do they make of it?",
            30,
        ))
}

fn decided(sent: &Sent) -> Decided {
    let option = |number: usize| {
        let field = |name: &str| sent.text(&format!("decided.options[{number}].{name}"));
        let option = field("option");
        (!option.is_empty()).then(|| Weighed {
            option,
            speaks_for: field("speaks_for"),
            speaks_against: field("speaks_against"),
        })
    };
    let mut options: Vec<Weighed> = (0..OPTIONS).filter_map(option).collect();
    if options.is_empty() && sent.is_rehearsed() {
        options.push(Weighed {
            option: sent.words("nothing-yet"),
            ..Default::default()
        });
    }
    let other = sent.text("decided.other");
    let choice = match (other.is_empty(), sent.get("choice").parse::<i32>()) {
        (false, _) => Some(Chosen::Other(other)),
        (true, Ok(place)) => Some(Chosen::Option(place)),
        (true, Err(_)) => sent.is_rehearsed().then_some(Chosen::Option(0)),
    };
    let guidance = sent.text("decided.against_guidance.guidance");
    Decided {
        question: sent.words("decided.question"),
        options,
        matters: sent.words("decided.matters"),
        choice,
        support: sent.words("decided.support"),
        against_guidance: (!guidance.is_empty()).then(|| AgainstGuidance {
            guidance,
            person_knows: sent.words("decided.against_guidance.person_knows"),
        }),
        decided_by: Some(DecidedBy {
            who: Some(Who::Person(v1::decided_by::Person {})),
        }),
    }
}

/// Records a decision.
pub async fn record_decision(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let request = RecordDecisionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        decided: Some(decided(&sent)),
        categories: match sent.categories() {
            none if none.is_empty() && sent.stage == Stage::Opened => vec![Category::Plan.into()],
            some => some,
        },
    };
    let mut decisions = DecisionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = decisions.record_decision(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/decisions"),
            "The decision is recorded.",
        )
    };
    visit
        .settle(
            decision_form(&person, "Record a decision"),
            &sent,
            answer,
            next,
        )
        .await
}

/// Records that the person decided again.
pub async fn revise_decision(
    visit: Visit,
    Path((person, id)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let there = asked(&visit, &person).await?;
    let there = there
        .iter()
        .find(|decision| decision.decision_id == id)
        .ok_or(Failure::NoSuchPage)?;
    let form = decision_form(&person, "They decided again")
        .field(Field::hidden("token", &there.token))
        .field(Field::text("words", "Why was it decided again?", 30));
    let request = ReviseDecisionRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        decision_id: id,
        token: sent.given("token", &there.token),
        decided: Some(decided(&sent)),
        categories: sent.categories(),
        words: sent.words("words"),
    };
    let mut decisions = DecisionsCommandServiceClient::new(visit.connection_for(&sent));
    let answer = decisions.revise_decision(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/decisions"),
            "The new decision is recorded.",
        )
    };
    visit.settle(form, &sent, answer, next).await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    gallery.form("record-decision", || {
        decision_form("person", "Record a decision")
    });
    for state in State::ALL {
        let listing = Listing::new(gallery::page_about("Decisions", state), "Decisions")
            .action("/people/person/decisions/new", "Record a decision")
            .section(gallery::section("What they decided", state).or("Nothing is recorded yet."));
        gallery.page("decisions", state, &listing);
    }
}
