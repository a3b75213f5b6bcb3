//! The plan and shared decisions, as everybody sees them who takes part: written, agreed, looked at again, compared; and
//! a decision against guidance, seen by those who may see what it is about, and made again.

use api::v1::{
    self, AgreePlanRequest, Category, ComparePlanRequest, PlanSection, ReviewPlanRequest,
    ReviseDecisionRequest, StopGoalRequest, WorkKind, WorkReason, decided, fact,
};
use runtime::clock::Clock;
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::{
    Town,
    deeds::{
        by_the_person,
        plans::{self, written},
    },
};

use crate::{cast::Cast, work::work};

fn words(fact: &Option<v1::Fact>) -> String {
    let content = fact.as_ref().and_then(|fact| fact.content.as_ref());
    match content {
        Some(fact::Content::Plan(plan)) => match plan.told.as_ref().unwrap() {
            v1::plan_fact::Told::Passage(passage) => passage.words.clone(),
            v1::plan_fact::Told::Stopped(stopped) => stopped.words.clone(),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}

async fn brief(who: &Acting, person: &str) -> v1::GetBriefResponse {
    let request = who.ask(v1::GetBriefRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    who.people().get_brief(request).await.unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_plan_is_everybodys_and_a_goal_is_let_go_of_in_the_persons_words() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let (practice, charity) = (&cast.practice, &cast.charity);
    assert!(plans::read(charity, &person).await.passages.is_empty());
    let low = record(
        PlanSection::Contingency,
        "I stop answering.",
        Category::MentalHealth,
    );
    let passages = vec![
        written(PlanSection::Goal, "To sing again."),
        written(PlanSection::Strength, "I can teach a song."),
        low,
    ];
    plans::write(practice, plans::plan(&person, passages, "2026-06-10")).await;
    town.applied().await;
    let read = plans::read(practice, &person).await;
    let all = |plan: &v1::GetPlanResponse| -> Vec<String> {
        let passages = plan.passages.iter();
        passages.map(|passage| words(&passage.fact)).collect()
    };
    assert_eq!(
        all(&read),
        ["I can teach a song.", "To sing again.", "I stop answering."]
    );
    let theirs = plans::read(charity, &person).await;
    assert_eq!(all(&theirs), ["I can teach a song.", "To sing again."]);

    let agreed = AgreePlanRequest {
        command_id: command_id(),
        person_id: person.clone(),
        token: theirs.token.clone(),
        decided_by: by_the_person(),
        words: "That is how I want it.".into(),
    };
    charity
        .plans()
        .agree_plan(charity.ask(agreed))
        .await
        .unwrap();
    let before = town.clock.now();
    town.days_pass(1);
    let stopped = StopGoalRequest {
        command_id: command_id(),
        person_id: person.clone(),
        token: theirs.passages[1].token.clone(),
        words: "The hall is too far.".into(),
    };
    charity
        .plans()
        .stop_goal(charity.ask(stopped))
        .await
        .unwrap();
    town.applied().await;
    let read = plans::read(practice, &person).await;
    assert!(read.agreed.is_some());
    let [ended] = &read.ended[..] else {
        panic!("{read:?}")
    };
    assert_eq!(
        (words(&ended.fact), words(&ended.ended)),
        ("To sing again.".into(), "The hall is too far.".into())
    );
    assert!(brief(practice, &person).await.goals.is_empty());
    let compared = ComparePlanRequest {
        person_id: person.clone(),
        from: Some(api::types::timestamp(before)),
        until: Some(api::types::timestamp(town.clock.now())),
        not_before: String::new(),
    };
    let compared = charity.ask(compared);
    let compared = charity.read_plans().compare_plan(compared).await;
    let compared = compared.unwrap().into_inner();
    assert!(compared.added.is_empty() && compared.changed.is_empty());
    assert_eq!(words(&compared.ended[0].before), "To sing again.");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lead_is_reminded_to_look_at_the_plan_until_they_have() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let goal = vec![written(PlanSection::Goal, "To sing again.")];
    plans::write(&cast.practice, plans::plan(&person, goal, "2026-06-10")).await;
    town.applied().await;
    let due = |overdue| [(WorkKind::PlanReview, WorkReason::Lead, overdue)];
    assert_eq!(work(&cast.practice).await, due(false));
    assert!(work(&cast.charity).await.is_empty());
    town.days_pass(11);
    town.applied().await;
    assert_eq!(work(&cast.practice).await, due(true));
    let told = async || {
        let plan = plans::read(&cast.practice, &person).await;
        words(&plan.review).contains("ReviewDue").then_some(plan)
    };
    let plan = throughline_tests::town::until("the review to be recorded as due", told).await;
    let reviewed = ReviewPlanRequest {
        command_id: command_id(),
        person_id: person.clone(),
        token: plan.token,
        words: "All of it still holds.".into(),
        review_on: "2026-12-31".into(),
    };
    let reviewed = cast.practice.ask(reviewed);
    cast.practice.plans().review_plan(reviewed).await.unwrap();
    town.applied().await;
    assert!(work(&cast.practice).await.is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_against_guidance_is_kept_with_its_support_and_made_again() {
    let town = Town::open().await;
    let cast = Cast::register(&town).await;
    let person = cast.shares(&town, 0).await;
    let (practice, charity) = (&cast.practice, &cast.charity);
    assert!(plans::decisions(practice, &person).await.is_empty());
    let question = plans::against_guidance(&person, "A second inhaler?", &[Category::Health]);
    plans::decide(practice, question.clone()).await;
    town.applied().await;
    assert!(
        plans::decisions(charity, &person).await.is_empty(),
        "the charity was shown what is about health"
    );
    let decision = plans::decisions(practice, &person).await.remove(0);
    assert_eq!(brief(practice, &person).await.decisions.len(), 1);
    town.days_pass(1);
    let mut decided = question.decided.unwrap();
    decided.choice = Some(decided::Choice::Option(0));
    decided.against_guidance = None;
    let revised = ReviseDecisionRequest {
        command_id: command_id(),
        person_id: person.clone(),
        decision_id: decision.decision_id,
        token: decision.token,
        decided: Some(decided),
        categories: Vec::new(),
        words: "The nights are too bad.".into(),
    };
    let revised = practice.ask(revised);
    practice.decisions().revise_decision(revised).await.unwrap();
    town.applied().await;
    let decision = plans::decisions(practice, &person).await.remove(0);
    let choices: Vec<_> = decision.versions.iter().map(choice).collect();
    assert_eq!(choices, [1, 0], "oldest first, and the last one holds");
    town.close().await;
}

fn choice(fact: &v1::Fact) -> i32 {
    match fact.content.as_ref().unwrap() {
        fact::Content::Decision(decision) => match decision.decided.as_ref().unwrap().choice {
            Some(decided::Choice::Option(place)) => place,
            _ => panic!("{decision:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn record(
    section: PlanSection,
    words: &str,
    about: Category,
) -> v1::record_plan_request::NewPassage {
    v1::record_plan_request::NewPassage {
        categories: vec![about.into()],
        ..written(section, words)
    }
}
