//! Samples of commands about the plan and shared decisions.

use api::v1::{
    AchieveGoalRequest, AgreePlanRequest, Category, PlanSection, RecordDecisionRequest,
    RecordPlanRequest, ReviewPlanRequest, ReviseDecisionRequest, StopGoalRequest,
    record_plan_request::NewPassage,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::{by_the_person, numbers, plans};

use crate::{call::Call, place::Place};

impl Place {
    /// The commands about the plan and decisions, in an order in which all are carried out.
    pub fn of_plans(&self) -> Vec<(&Acting, Call)> {
        let practice = &self.practice;
        vec![
            // The plan that was seen is agreed to before it changes.
            (practice, Call::AgreePlan(self.plan_agreed())),
            (practice, Call::RecordPlan(self.plan_recorded())),
            (practice, Call::AchieveGoal(self.goal_achieved())),
            (practice, Call::StopGoal(self.goal_stopped())),
            (practice, Call::RecordDecision(self.decision_recorded())),
            (practice, Call::ReviseDecision(self.decision_revised())),
        ]
    }

    pub fn plan_recorded(&self) -> RecordPlanRequest {
        let passage = NewPassage {
            categories: numbers(&[Category::Health]),
            helped_by: "Her sister.".into(),
            ..plans::written(PlanSection::Contingency, "I stop answering the phone.")
        };
        plans::plan(&self.person, vec![passage], "2026-12-31")
    }

    pub fn plan_agreed(&self) -> AgreePlanRequest {
        AgreePlanRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.planned.plan.clone(),
            decided_by: by_the_person(),
            words: "That is how I want it.".into(),
        }
    }

    pub fn plan_reviewed(&self) -> ReviewPlanRequest {
        ReviewPlanRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.planned.plan.clone(),
            words: "All of it still holds.".into(),
            review_on: "2026-12-31".into(),
        }
    }

    pub fn goal_achieved(&self) -> AchieveGoalRequest {
        AchieveGoalRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.planned.goals[0].clone(),
            words: "She sang.".into(),
        }
    }

    pub fn goal_stopped(&self) -> StopGoalRequest {
        StopGoalRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.planned.goals[1].clone(),
            words: "It is too far.".into(),
        }
    }

    pub fn decision_recorded(&self) -> RecordDecisionRequest {
        plans::against_guidance(&self.person, "A third inhaler?", &[Category::Health])
    }

    pub fn decision_revised(&self) -> ReviseDecisionRequest {
        ReviseDecisionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            decision_id: self.planned.decision.decision_id.clone(),
            token: self.planned.decision.token.clone(),
            decided: self.decision_recorded().decided,
            categories: numbers(&[Category::Health]),
            words: "The nights are too bad.".into(),
        }
    }
}
