//! What is talked over, written and decided with Maureen in the middle of her story: a review by the team, the plan, and
//! a decision against guidance.

use api::v1::{self, Category, PlanSection, record_plan_request::NewPassage};
use jiff::SignedDuration;
use runtime::clock::Clock;
use throughline_tests::town::deeds::{
    numbers,
    plans::{self, written},
    reviews,
};

use crate::{
    canaries::*,
    cast::{CHARITY, COUNCIL, PRACTICE},
    tale::Tale,
};

pub async fn is_reviewed(tale: &mut Tale) {
    let (practice, council) = (&tale.cast.practice, &tale.cast.council);
    let soon = tale.town.clock.now() + SignedDuration::from_hours(1);
    let at = |hours| {
        Some(api::types::timestamp(
            soon + SignedDuration::from_hours(hours),
        ))
    };
    let meeting = v1::ScheduleMeetingRequest {
        starts_at: at(0),
        ends_at: at(1),
        ..reviews::meeting(soon, "Team meeting", &[PRACTICE, CHARITY, COUNCIL])
    };
    let meeting = reviews::schedule_meeting(council, meeting).await;
    let question = format!("How can she get out again, {QUESTION}?");
    let asked = v1::RequestReviewRequest {
        person_says: format!("I miss the bus: {SAYS}."),
        ..reviews::review(&tale.person, &question, &[])
    };
    reviews::ask(practice, asked).await;
    tale.then(
        "the practice asks for a review: it is about social care, as what they may see",
        &[
            (PRACTICE, &[QUESTION, SAYS]),
            (CHARITY, &[QUESTION, SAYS]),
            (COUNCIL, &[QUESTION, SAYS]),
        ],
        &[],
    )
    .await;
    let practice = &tale.cast.practice;
    let review = reviews::all(practice).await.remove(0);
    reviews::schedule(practice, &review, COUNCIL, &meeting).await;
    tale.town.days_pass(1);
    tale.then("the review is on the agenda", &[], &[]).await;
    let practice = &tale.cast.practice;
    let review = reviews::all(practice).await.remove(0);
    let there = [(PRACTICE, "dr.patel"), (COUNCIL, "jo.reed")];
    let held = v1::HoldReviewRequest {
        discussion: format!("Who could go with her: {TALKED}."),
        ..reviews::holding(&review, &there, "2026-12-31")
    };
    let held = practice.ask(held);
    practice.reviews().hold_review(held).await.unwrap();
    tale.then(
        "the team talks it over; whoever may see what it is about reads the minutes",
        &[
            (PRACTICE, &[TALKED]),
            (CHARITY, &[TALKED]),
            (COUNCIL, &[TALKED]),
        ],
        &[],
    )
    .await;
}

pub async fn plans(tale: &mut Tale) {
    let sing = written(PlanSection::Goal, &format!("To sing again: {SING}."));
    let nights = NewPassage {
        categories: numbers(&[Category::MentalHealth]),
        ..written(PlanSection::Goal, &format!("Not to lie awake: {NIGHTS}."))
    };
    let plan = plans::plan(&tale.person, vec![sing, nights], "2026-12-31");
    plans::write(&tale.cast.practice, plan).await;
    tale.then(
        "the plan is written: what is of the plan alone is everybody's who takes part",
        &[
            (PRACTICE, &[SING, NIGHTS]),
            (CHARITY, &[SING]),
            (COUNCIL, &[SING]),
        ],
        &[],
    )
    .await;
}

pub async fn decides(tale: &mut Tale) {
    let question = format!("A second inhaler, {INHALER}?");
    let decided = plans::against_guidance(&tale.person, &question, &[Category::Health]);
    plans::decide(&tale.cast.practice, decided).await;
    tale.then(
        "she decides against guidance: it is about her health, and theirs who may see that",
        &[(PRACTICE, &[INHALER])],
        &[],
    )
    .await;
}
