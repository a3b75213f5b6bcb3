//! The plan: goals in the person's words, steps, what helps, what to do if things go wrong; agreed, and looked at again.

mod compare;

use api::v1::{
    self, AchieveGoalRequest, AgreePlanRequest, DecidedBy, GetPlanRequest, GetPlanResponse,
    PlanSection, RecordPlanRequest, ReviewPlanRequest, StopGoalRequest, decided_by::Who,
    fact::Content, get_plan_response::CurrentPassage, plan_fact::Told,
    plans_command_service_client::PlansCommandServiceClient,
    plans_query_service_client::PlansQueryServiceClient, record_plan_request::NewPassage,
};
use axum::{Router, extract::Path, routing::get};
use jiff::Span;

use super::form;
use crate::{
    entry::{Entry, Section},
    failure::{Answer, Failure},
    form::{Choice, Field, Form},
    gallery::{self, Gallery, State},
    labels::{Labelled, label},
    listing::Listing,
    names::Names,
    sent::{Sent, Stage},
    site::Site,
    told,
    visit::{Next, Visit},
};

/// After how many days a plan is looked at again, where nothing else is said.
const REVIEW_DAYS: i64 = 84;

/// The paths of the plan.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{person}/plan", get(plan))
        .route("/people/{person}/plan/write", form(record_plan))
        .route("/people/{person}/plan/agree", form(agree_plan))
        .route("/people/{person}/plan/review", form(review_plan))
        .route("/people/{person}/plan/compare", get(compare::compare_plan))
        .route("/people/{person}/plan/goal-reached", form(achieve_goal))
        .route("/people/{person}/plan/goal-stopped", form(stop_goal))
}

async fn asked(visit: &Visit, person: &str) -> Result<GetPlanResponse, Failure> {
    let mut plans = PlansQueryServiceClient::new(visit.connection());
    let request = GetPlanRequest {
        person_id: person.to_owned(),
        not_before: visit.not_before(),
    };
    Ok(plans.get_plan(request).await?.into_inner())
}

fn section_of(passage: &CurrentPassage) -> i32 {
    match passage.fact.as_ref().and_then(|fact| fact.content.as_ref()) {
        Some(Content::Plan(plan)) => match &plan.told {
            Some(Told::Passage(passage)) => passage.section,
            _ => 0,
        },
        _ => 0,
    }
}

fn words_of(passage: &CurrentPassage) -> String {
    match passage.fact.as_ref().and_then(|fact| fact.content.as_ref()) {
        Some(Content::Plan(plan)) => match &plan.told {
            Some(Told::Passage(passage)) => passage.words.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The plan.
pub async fn plan(visit: Visit, Path(person): Path<String>) -> Answer {
    let plan = asked(&visit, &person).await?;
    let facts = plan
        .passages
        .iter()
        .chain(&plan.ended)
        .filter_map(|one| one.fact.as_ref());
    let facts = facts.chain(&plan.agreed).chain(&plan.review);
    let mentioned = told::mentioned(facts);
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let page = visit.page_about(&person, "plan", "Plan").await?;
    let to = |end: &str| format!("/people/{person}/plan/{end}");
    let mut listing = Listing::new(page, "Plan").action(to("write"), "Write or revise it together");
    if !plan.token.is_empty() {
        listing = listing
            .action(to("agree"), "They agree to it")
            .action(to("review"), "Looked at again")
            .action(to("compare"), "Then and now");
    }
    if plan
        .passages
        .iter()
        .any(|one| section_of(one) == i32::from(PlanSection::Goal))
    {
        listing = listing
            .action(to("goal-reached"), "A goal is reached")
            .action(to("goal-stopped"), "A goal is let go of");
    }
    for (section, heading) in PlanSection::LABELS {
        let of_section = plan
            .passages
            .iter()
            .filter(|one| section_of(one) == i32::from(*section));
        let entries = of_section
            .filter_map(|one| passage(one, &person, &names))
            .collect();
        let section = Section::new(*heading, entries);
        listing = listing.section(match heading {
            &"Goals" => {
                section.or("No goals yet. Write the first one together, in the person’s own words.")
            }
            _ => section,
        });
    }
    let ended = plan
        .ended
        .iter()
        .filter_map(|one| passage(one, &person, &names))
        .collect();
    let said = plan
        .agreed
        .iter()
        .chain(&plan.review)
        .map(|fact| told::entry(fact, &person, &names));
    listing = listing
        .section(Section::new("Reached or let go of", ended))
        .section(Section::new("Agreed and looked at", said.collect()));
    visit.show(&listing)
}

fn passage(passage: &CurrentPassage, person: &str, names: &Names) -> Option<Entry> {
    let fact = passage.fact.as_ref()?;
    let revise = format!("/people/{person}/plan/write?fact={}", fact.fact_id);
    Some(told::entry(fact, person, names).to(revise))
}

fn write_form(person: &str) -> Form {
    Form::new("Write the plan together", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/plan"))
        .field(Field::hidden("token", ""))
        .field(Field::hidden("fact", ""))
        .field(
            Field::pick("section", "What is it?", Choice::of::<PlanSection>())
                .with(i32::from(PlanSection::Goal).to_string()),
        )
        .field(Field::words("words", "In the person’s words", 4))
        .more(Field::categories(
            "Is it about something more sensitive, too?",
        ))
        .more(Field::text("helped_by", "Who helped to write it", 20))
        .more(Field::date(
            "review_on",
            "When is the plan looked at again?",
        ))
}

/// Writes a passage of the plan, or a newer version of one; where somebody was faster, both are shown.
pub async fn record_plan(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let mut form = write_form(&person);
    let there = asked(&visit, &person).await?.passages;
    let fact = sent.text("fact");
    let revised = there
        .iter()
        .find(|one| one.fact.as_ref().is_some_and(|one| one.fact_id == fact));
    if sent.stage == Stage::Opened
        && let Some(revised) = revised
    {
        for field in &mut form.fields {
            match field.name.as_str() {
                "token" => field.values = vec![revised.token.clone()],
                "section" => field.values = vec![section_of(revised).to_string()],
                "words" => field.values = vec![words_of(revised)],
                _ => {}
            }
        }
    }
    let section = match sent.choice::<PlanSection>("section") {
        0 => revised.map_or(PlanSection::Goal.into(), section_of),
        section => section,
    };
    let request = RecordPlanRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        passages: vec![NewPassage {
            section,
            words: sent.words("words"),
            categories: sent.categories(),
            helped_by: sent.text("helped_by"),
            token: sent.given("token", revised.map_or("", |one| &one.token)),
        }],
        review_on: sent.date("review_on"),
    };
    let mut plans = PlansCommandServiceClient::new(visit.connection_for(&sent));
    let answer = plans.record_plan(request).await;
    if let Err(status) = &answer
        && crate::failure::code(status) == "stale"
    {
        return conflict(visit, form.filled(&sent), &person, section, &there).await;
    }
    let next = |_: &_| Next::to(format!("/people/{person}/plan"), "It is in the plan.");
    visit.settle(form, &sent, answer, next).await
}

async fn conflict(
    visit: Visit,
    mut form: Form,
    person: &str,
    section: i32,
    there: &[CurrentPassage],
) -> Answer {
    let same: Vec<_> = there
        .iter()
        .filter(|one| section_of(one) == section)
        .collect();
    let mentioned = told::mentioned(same.iter().filter_map(|one| one.fact.as_ref()));
    let names = visit.names(mentioned.iter().map(String::as_str)).await?;
    let now = same
        .iter()
        .filter_map(|one| passage(one, person, &names))
        .collect();
    form.shows.push(Section::new("What stands there now", now));
    form.problem("words", "Somebody has changed this since you opened it. Both versions are below: put yours right and send it again.");
    let newest = same.last().map(|one| one.token.clone()).unwrap_or_default();
    for field in form.fields.iter_mut().filter(|field| field.name == "token") {
        field.values = vec![newest.clone()];
    }
    visit.show_form(form).await
}

fn agree_form(person: &str, token: &str) -> Form {
    Form::new("They agree to the plan", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/plan"))
        .field(Field::hidden("token", token))
        .field(Field::text(
            "words",
            "What they said about it (optional)",
            30,
        ))
}

/// Records that the person agreed to the plan.
pub async fn agree_plan(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let plan = asked(&visit, &person).await?;
    let request = AgreePlanRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: sent.given("token", &plan.token),
        decided_by: Some(DecidedBy {
            who: Some(Who::Person(v1::decided_by::Person {})),
        }),
        words: sent.text("words"),
    };
    let mut plans = PlansCommandServiceClient::new(visit.connection_for(&sent));
    let answer = plans.agree_plan(request).await;
    let next = |_: &_| {
        Next::to(
            format!("/people/{person}/plan"),
            "Their agreement is recorded.",
        )
    };
    visit
        .settle(agree_form(&person, &plan.token), &sent, answer, next)
        .await
}

fn review_form(person: &str, token: &str, on: &str) -> Form {
    Form::new("The plan was looked at again", "Record it")
        .about(person)
        .back_to(format!("/people/{person}/plan"))
        .field(Field::hidden("token", token))
        .field(Field::words("words", "What came of it?", 3))
        .field(Field::date("review_on", "When is it looked at the next time?").with_date(on))
}

/// Records that the plan was looked at again.
pub async fn review_plan(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let plan = asked(&visit, &person).await?;
    let on = visit
        .today()
        .saturating_add(Span::new().days(REVIEW_DAYS))
        .to_string();
    let request = ReviewPlanRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: sent.given("token", &plan.token),
        words: sent.words("words"),
        review_on: match sent.stage {
            Stage::Opened => on.clone(),
            _ => sent.date("review_on"),
        },
    };
    let mut plans = PlansCommandServiceClient::new(visit.connection_for(&sent));
    let answer = plans.review_plan(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/plan"), "It is recorded.");
    visit
        .settle(review_form(&person, &plan.token, &on), &sent, answer, next)
        .await
}

/// The goals, to choose one by its token.
fn goals(plan: &GetPlanResponse) -> Vec<Choice> {
    let goals = plan
        .passages
        .iter()
        .filter(|one| section_of(one) == i32::from(PlanSection::Goal));
    goals
        .map(|one| Choice::new(&one.token, words_of(one)))
        .collect()
}

/// The goal that was chosen; in a rehearsal the first, until one is.
fn chosen(sent: &Sent, goals: &[Choice]) -> String {
    match goals.first() {
        Some(first) if sent.is_rehearsed() => sent.given("token", &first.value),
        _ => sent.text("token"),
    }
}

fn goal_form(person: &str, title: &str, goals: Vec<Choice>, words: Field) -> Form {
    // One alone is meant; of several, one is chosen.
    let only = match &goals[..] {
        [only] => only.value.clone(),
        _ => String::new(),
    };
    Form::new(title, "Record it")
        .about(person)
        .back_to(format!("/people/{person}/plan"))
        .field(Field::choice("token", "Which goal?", goals).with(only))
        .field(words)
}

/// Records that a goal was reached.
pub async fn achieve_goal(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let goals = goals(&asked(&visit, &person).await?);
    let request = AchieveGoalRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: chosen(&sent, &goals),
        words: sent.text("words"),
    };
    let words = Field::words("words", "What came of it? (optional)", 2);
    let form = goal_form(&person, "A goal is reached", goals, words);
    let mut plans = PlansCommandServiceClient::new(visit.connection_for(&sent));
    let answer = plans.achieve_goal(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/plan"), "The goal is reached.");
    visit.settle(form, &sent, answer, next).await
}

/// Records that the person lets go of a goal.
pub async fn stop_goal(visit: Visit, Path(person): Path<String>, sent: Sent) -> Answer {
    let goals = goals(&asked(&visit, &person).await?);
    let request = StopGoalRequest {
        command_id: sent.command_id(),
        person_id: person.clone(),
        token: chosen(&sent, &goals),
        words: sent.words("words"),
    };
    let words = Field::words("words", "Why, in the person’s words", 2);
    let form = goal_form(&person, "A goal is let go of", goals, words);
    let mut plans = PlansCommandServiceClient::new(visit.connection_for(&sent));
    let answer = plans.stop_goal(request).await;
    let next = |_: &_| Next::to(format!("/people/{person}/plan"), "It is recorded.");
    visit.settle(form, &sent, answer, next).await
}

/// Samples of these pages.
pub fn samples(gallery: &mut Gallery) {
    compare::samples(gallery);
    gallery.form("record-plan", || write_form("person"));
    gallery.form("agree-plan", || agree_form("person", "token"));
    gallery.form("review-plan", || {
        review_form("person", "token", "2026-09-01")
    });
    let goal = || vec![Choice::new("goal", "Sing with the choir again")];
    gallery.form("achieve-goal", || {
        goal_form(
            "person",
            "A goal is reached",
            goal(),
            Field::words("words", "What came of it?", 2),
        )
    });
    for state in State::ALL {
        let mut listing = Listing::new(gallery::page_about("Plan", state), "Plan")
            .action("/people/person/plan/write", "Write or revise it together");
        for (section, _) in PlanSection::LABELS {
            listing = listing.section(
                gallery::section(label::<PlanSection>(i32::from(*section)), state).or("None yet."),
            );
        }
        gallery.page("plan", state, &listing);
    }
}
