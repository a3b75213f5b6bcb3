//! Samples of commands about how the person is reached and what to mind on a visit.

use api::v1::{
    CorrectIdentityRequest, EndContactPointRequest, GetIdentityRequest, LiftVisitWarningRequest,
    ListContactPointsRequest, ListPeopleInvolvedRequest, ListVisitWarningsRequest,
    MarkWrongPersonRequest, RecordContactPointRequest, RecordVisitWarningRequest,
    UnmarkWrongPersonRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::identity;

use crate::{
    call::Call,
    place::{Place, reached},
};

impl Place {
    /// Commands of this theme, and who may send them.
    pub fn of_people(&self) -> Vec<(&Acting, Call)> {
        let practice = &self.practice;
        vec![
            (practice, Call::RecordContactPoint(self.contact_point())),
            (practice, Call::EndContactPoint(self.contact_point_end())),
            (practice, Call::RecordVisitWarning(self.visit_warning())),
            (practice, Call::LiftVisitWarning(self.warning_lifted())),
            (practice, Call::CorrectIdentity(self.corrected())),
            (practice, Call::MarkWrongPerson(self.marked())),
            (&self.officer, Call::UnmarkWrongPerson(self.unmarked())),
        ]
    }

    pub fn contact_point(&self) -> RecordContactPointRequest {
        reached::contact_point(&self.person)
    }

    pub fn contact_point_end(&self) -> EndContactPointRequest {
        EndContactPointRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.reached.contact_point.clone(),
        }
    }

    pub fn visit_warning(&self) -> RecordVisitWarningRequest {
        reached::visit_warning(&self.person)
    }

    pub fn warning_lifted(&self) -> LiftVisitWarningRequest {
        LiftVisitWarningRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.reached.visit_warning.clone(),
        }
    }

    pub fn corrected(&self) -> CorrectIdentityRequest {
        CorrectIdentityRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            token: self.reached.identity.clone(),
            identity: Some(identity("Ivy Wren", &self.decided.nhs_number)),
        }
    }

    pub fn marked(&self) -> MarkWrongPersonRequest {
        MarkWrongPersonRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.reached.entries[0].clone(),
            words: "There are two of that name.".into(),
        }
    }

    pub fn unmarked(&self) -> UnmarkWrongPersonRequest {
        UnmarkWrongPersonRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.reached.entries[1].clone(),
            words: "It was about her after all.".into(),
        }
    }

    /// Queries of this theme that name a person.
    pub fn people_queries(&self, person: &str) -> [Call; 4] {
        [
            Call::GetIdentity(GetIdentityRequest {
                person_id: person.to_owned(),
                not_before: String::new(),
            }),
            Call::ListPeopleInvolved(ListPeopleInvolvedRequest {
                person_id: person.to_owned(),
                not_before: String::new(),
            }),
            Call::ListContactPoints(ListContactPointsRequest {
                person_id: person.to_owned(),
                not_before: String::new(),
            }),
            Call::ListVisitWarnings(ListVisitWarningsRequest {
                person_id: person.to_owned(),
                not_before: String::new(),
            }),
        ]
    }
}
