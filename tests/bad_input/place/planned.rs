//! The plan in the case, and a decision, as the practice sees them.

use api::v1::{self, Category, PlanSection};
use throughline::demo::acting::Acting;
use throughline_tests::town::{
    Town,
    deeds::plans::{self, written},
};

/// What there is to agree to, to look at again, to end and to decide again.
pub struct Planned {
    /// The token of the plan.
    pub plan: String,
    /// The tokens of two goals.
    pub goals: [String; 2],
    pub decision: v1::Decision,
}

impl Planned {
    pub async fn by(town: &Town, practice: &Acting, person: &str) -> Planned {
        let goals = ["To sing.", "To walk."].map(|words| written(PlanSection::Goal, words));
        plans::write(practice, plans::plan(person, goals.into(), "2026-12-31")).await;
        let question = plans::against_guidance(person, "A second inhaler?", &[Category::Health]);
        plans::decide(practice, question).await;
        town.applied().await;
        let plan = plans::read(practice, person).await;
        Planned {
            goals: [0, 1].map(|place| plan.passages[place].token.clone()),
            plan: plan.token,
            decision: plans::decisions(practice, person).await.remove(0),
        }
    }
}
