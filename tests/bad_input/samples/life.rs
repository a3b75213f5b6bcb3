//! Samples of commands about the life of a case.

use api::v1::{
    Category, CloseCaseRequest, CloseReason, PauseCaseRequest, PauseReason, RecordDeathRequest,
    RecordMoveAwayRequest, ReopenCaseRequest, ResumeCaseRequest, StopCoordinationRequest,
};
use casework::calendar::date_at;
use runtime::clock::Clock;
use throughline::demo::acting::command_id;
use throughline_tests::town::deeds::{by_the_person, numbers};

use crate::place::Place;

impl Place {
    pub fn pause(&self) -> PauseCaseRequest {
        PauseCaseRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            reason: PauseReason::Hospital.into(),
            words: "Her hip.".into(),
            categories: numbers(&[Category::Health]),
            expected_back: String::new(),
        }
    }

    pub fn resumption(&self) -> ResumeCaseRequest {
        ResumeCaseRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
        }
    }

    pub fn closing(&self) -> CloseCaseRequest {
        CloseCaseRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            reason: CloseReason::GoalsReached.into(),
            words: "She sings every Thursday.".into(),
            categories: numbers(&[Category::SocialCare]),
            told_by: String::new(),
        }
    }

    pub fn reopening(&self) -> ReopenCaseRequest {
        ReopenCaseRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
        }
    }

    pub fn death(&self) -> RecordDeathRequest {
        RecordDeathRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            died_on: date_at(self.town.clock.now()).to_string(),
            words: String::new(),
            categories: Vec::new(),
        }
    }

    pub fn move_away(&self) -> RecordMoveAwayRequest {
        RecordMoveAwayRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            moved_on: date_at(self.town.clock.now()).to_string(),
            words: "To her sister in Leeds.".into(),
            categories: numbers(&[Category::Contact]),
            told_by: String::new(),
        }
    }

    pub fn stop(&self) -> StopCoordinationRequest {
        StopCoordinationRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            decided_by: by_the_person(),
            words: "I want to be left in peace.".into(),
            told_by: String::new(),
        }
    }
}
