//! Samples of commands about actions.

use api::v1::{
    self, AcceptActionRequest, AgreeActionRequest, CancelActionRequest, CompleteActionRequest,
    DeclineActionRequest, DeclineReason, ReassignActionRequest, RequestActionRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::actions;

use crate::{call::Call, place::Place};

impl Place {
    /// The commands about actions, in an order in which all are carried out.
    pub fn of_actions(&self) -> Vec<(&Acting, Call)> {
        vec![
            (&self.practice, Call::AgreeAction(self.action_agreed())),
            (&self.practice, Call::RequestAction(self.action_requested())),
            (&self.council, Call::AcceptAction(self.action_accepted())),
            (&self.council, Call::DeclineAction(self.action_declined())),
            (
                &self.practice,
                Call::ReassignAction(self.action_reassigned()),
            ),
            (
                &self.practice,
                Call::CompleteAction(self.action_completed()),
            ),
            (&self.practice, Call::CancelAction(self.action_cancelled())),
        ]
    }

    pub fn action_agreed(&self) -> AgreeActionRequest {
        actions::own(&self.person, &self.practice, "To ring again.")
    }

    /// The person's own step.
    pub fn own_step(&self) -> AgreeActionRequest {
        let who = v1::agree_action_request::PersonOwner {
            helper: "Her sister.".into(),
            hoped_by: "2026-12-31".into(),
        };
        AgreeActionRequest {
            who: Some(v1::agree_action_request::Who::Person(who)),
            ..self.action_agreed()
        }
    }

    pub fn action_requested(&self) -> RequestActionRequest {
        RequestActionRequest {
            ticked: vec![self.passage.0.clone()],
            ..actions::asked(&self.person, &self.leisure, "To walk with her.")
        }
    }

    pub fn action_accepted(&self) -> AcceptActionRequest {
        AcceptActionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            action_id: self.asked[0].action_id.clone(),
            token: self.asked[0].token.clone(),
            words: "We come.".into(),
        }
    }

    pub fn action_declined(&self) -> DeclineActionRequest {
        DeclineActionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            action_id: self.asked[1].action_id.clone(),
            token: self.asked[1].token.clone(),
            reason: DeclineReason::NoCapacity.into(),
            words: "We are full.".into(),
            instead: String::new(),
        }
    }

    pub fn action_reassigned(&self) -> ReassignActionRequest {
        ReassignActionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            action_id: self.actions[0].action_id.clone(),
            token: self.actions[0].token.clone(),
            worker: "another.colleague".into(),
            words: "I am away.".into(),
        }
    }

    pub fn action_completed(&self) -> CompleteActionRequest {
        CompleteActionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            action_id: self.actions[1].action_id.clone(),
            token: self.actions[1].token.clone(),
            words: "She was glad.".into(),
        }
    }

    pub fn action_cancelled(&self) -> CancelActionRequest {
        CancelActionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            action_id: self.actions[2].action_id.clone(),
            token: self.actions[2].token.clone(),
            words: "It is not needed.".into(),
        }
    }
}
