//! What is written and decided with Maureen in the middle of her story: the plan, and a decision against guidance.

use api::v1::{Category, PlanSection, record_plan_request::NewPassage};
use throughline_tests::town::deeds::{
    numbers,
    plans::{self, written},
};

use crate::{
    canaries::*,
    cast::{CHARITY, COUNCIL, PRACTICE},
    tale::Tale,
};

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
