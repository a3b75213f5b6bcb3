//! The plan and shared decisions: written, decided and read.

use api::v1::{
    self, Category, Decided, GetPlanRequest, GetPlanResponse, ListDecisionsRequest, PlanSection,
    RecordDecisionRequest, RecordPlanRequest, decided, record_plan_request::NewPassage,
};
use throughline::demo::acting::{Acting, command_id};

use super::{by_the_person, numbers};

/// A passage of the plan, about nothing else.
pub fn written(section: PlanSection, words: &str) -> NewPassage {
    NewPassage {
        section: section.into(),
        words: words.into(),
        ..NewPassage::default()
    }
}

/// These passages, and the day on which the plan is looked at again, where one is given.
pub fn plan(person: &str, passages: Vec<NewPassage>, review_on: &str) -> RecordPlanRequest {
    RecordPlanRequest {
        command_id: command_id(),
        person_id: person.into(),
        passages,
        review_on: review_on.into(),
    }
}

/// The person chose the second of two options, against guidance, and knows it.
pub fn against_guidance(person: &str, question: &str, about: &[Category]) -> RecordDecisionRequest {
    let option = |option: &str, speaks_for: &str, speaks_against: &str| decided::Weighed {
        option: option.into(),
        speaks_for: speaks_for.into(),
        speaks_against: speaks_against.into(),
    };
    RecordDecisionRequest {
        command_id: command_id(),
        person_id: person.into(),
        decided: Some(Decided {
            question: question.into(),
            options: vec![
                option("To take it.", "Fewer bad nights.", "Her hands would shake."),
                option("To leave it.", "Steady hands.", "More bad nights."),
            ],
            matters: "To hold a cup without spilling.".into(),
            choice: Some(decided::Choice::Option(1)),
            support: "The nurse rings every month.".into(),
            against_guidance: Some(decided::AgainstGuidance {
                guidance: "Guidance is to take it.".into(),
                person_knows: "She was told, and would rather have steady hands.".into(),
            }),
            decided_by: by_the_person(),
        }),
        categories: numbers(about),
    }
}

/// Writes it.
pub async fn write(who: &Acting, request: RecordPlanRequest) {
    who.plans().record_plan(who.ask(request)).await.unwrap();
}

/// Records it, and gives its id.
pub async fn decide(who: &Acting, request: RecordDecisionRequest) -> String {
    let decided = who.decisions().record_decision(who.ask(request)).await;
    decided.unwrap().into_inner().decision_id
}

/// The plan as somebody sees it.
pub async fn read(who: &Acting, person: &str) -> GetPlanResponse {
    let request = who.ask(GetPlanRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    who.read_plans()
        .get_plan(request)
        .await
        .unwrap()
        .into_inner()
}

/// The decisions that somebody sees, the latest first.
pub async fn decisions(who: &Acting, person: &str) -> Vec<v1::Decision> {
    let request = who.ask(ListDecisionsRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_decisions().list_decisions(request).await;
    listed.unwrap().into_inner().decisions
}
