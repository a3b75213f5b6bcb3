//! Samples of safeguarding commands.

use api::{
    types::timestamp,
    v1::{
        CloseConcernRequest, ConcernOutcome, ConcernRecipient, NameSafeguardingLeadRequest,
        RaiseConcernRequest, RecordConcernToldRequest,
    },
};
use runtime::clock::Clock;
use throughline::demo::acting::command_id;
use throughline_tests::town::deeds::concerns;

use crate::place::Place;

impl Place {
    pub fn safeguarding_lead(&self) -> NameSafeguardingLeadRequest {
        concerns::lead("grace.ajayi")
    }

    pub fn concern_raised(&self) -> RaiseConcernRequest {
        concerns::about(&self.person, "Her card is gone.")
    }

    pub fn concern_told(&self) -> RecordConcernToldRequest {
        RecordConcernToldRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            concern_id: self.concern.concern_id.clone(),
            recipient: ConcernRecipient::Police.into(),
            name: "Sergeant Hall".into(),
            told_at: Some(timestamp(self.town.clock.now())),
            words: "They come tonight.".into(),
        }
    }

    pub fn concern_closed(&self) -> CloseConcernRequest {
        CloseConcernRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            concern_id: self.concern.concern_id.clone(),
            token: self.concern.token.clone(),
            outcome: ConcernOutcome::MadeSafe.into(),
            words: "There is food now.".into(),
        }
    }
}
