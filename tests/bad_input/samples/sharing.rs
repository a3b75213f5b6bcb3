//! Samples of what becomes of decisions and facts, and of joining.

use api::v1::{
    AcceptJoinRequestRequest, Category, CorrectFactRequest, DeclineJoinRequestRequest, DutyKind,
    EndDutyRequest, FindPersonRequest, JoinCaseRequest, LeaveCaseRequest, LiftRestrictionRequest,
    RaiseJoinRequestRequest, RecordDutyRequest, RestrictFactRequest, RetractFactRequest,
    WithdrawAgreementRequest, WithdrawObjectionRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::{by_the_person, numbers};

use crate::{
    call::Call,
    place::{Place, decided::BIRTH_DATE},
};

impl Place {
    /// Commands about decisions, facts and requests, and who may send them.
    pub fn decisions(&self) -> Vec<(&Acting, Call)> {
        let (practice, lead) = (&self.practice, &self.decided.safeguarding);
        vec![
            (practice, Call::WithdrawAgreement(self.agreement_back())),
            (practice, Call::WithdrawObjection(self.objection_back())),
            (practice, Call::RestrictFact(self.restriction())),
            (practice, Call::LiftRestriction(self.lifting())),
            (practice, Call::CorrectFact(self.correction())),
            (practice, Call::RetractFact(self.retraction())),
            (lead, Call::RecordDuty(self.duty())),
            (lead, Call::EndDuty(self.duty_end())),
            (practice, Call::AcceptJoinRequest(self.admission())),
            (practice, Call::DeclineJoinRequest(self.rejection())),
            // Whoever leaves can do nothing any longer.
            (&self.charity, Call::LeaveCase(self.departure())),
        ]
    }

    /// Commands of those who have no part in the case and want one.
    pub fn arrivals(&self) -> Vec<(&Acting, Call)> {
        vec![
            (&self.decided.hospital.0, Call::FindPerson(self.search())),
            (
                &self.decided.hospital.0,
                Call::RaiseJoinRequest(self.join_request()),
            ),
            (&self.decided.clinic.0, Call::JoinCase(self.joining())),
        ]
    }

    pub fn agreement_back(&self) -> WithdrawAgreementRequest {
        WithdrawAgreementRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.agreement.clone(),
            decided_by: by_the_person(),
            words: "No more.".into(),
        }
    }

    pub fn objection_back(&self) -> WithdrawObjectionRequest {
        WithdrawObjectionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.objection.clone(),
            decided_by: by_the_person(),
            words: "They may.".into(),
        }
    }

    pub fn restriction(&self) -> RestrictFactRequest {
        RestrictFactRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.notes[0].clone(),
            restricted_to: None,
            kept_from_person: None,
        }
    }

    pub fn lifting(&self) -> LiftRestrictionRequest {
        LiftRestrictionRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.notes[1].clone(),
        }
    }

    pub fn correction(&self) -> CorrectFactRequest {
        CorrectFactRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.notes[2].clone(),
            words: "Other words.".into(),
            categories: numbers(&[Category::Health]),
        }
    }

    pub fn retraction(&self) -> RetractFactRequest {
        RetractFactRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.notes[3].clone(),
            why: "It is about her neighbour.".into(),
        }
    }

    pub fn duty(&self) -> RecordDutyRequest {
        RecordDutyRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            kind: DutyKind::Safeguarding.into(),
            organisation: self.social_care.organisation.clone(),
            fact_ids: vec![self.decided.notes[4].clone()],
            grounds: "A section 42 enquiry.".into(),
            until: String::new(),
        }
    }

    pub fn duty_end(&self) -> EndDutyRequest {
        EndDutyRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            fact_id: self.decided.duty.clone(),
            why: "The order was lifted.".into(),
        }
    }

    pub fn search(&self) -> FindPersonRequest {
        FindPersonRequest {
            command_id: command_id(),
            nhs_number: self.decided.nhs_number.clone(),
            birth_date: BIRTH_DATE.into(),
            ..FindPersonRequest::default()
        }
    }

    pub fn search_by_name(&self) -> FindPersonRequest {
        FindPersonRequest {
            nhs_number: String::new(),
            name: "Ada Wren".into(),
            address: "3 Mill Lane, Northgate, HX1 1AA".into(),
            ..self.search()
        }
    }

    pub fn join_request(&self) -> RaiseJoinRequestRequest {
        RaiseJoinRequestRequest {
            command_id: command_id(),
            token: self.decided.tokens[0].clone(),
            service_id: self.decided.hospital.1.service.clone(),
            reason: "She is on our ward.".into(),
            categories: numbers(&[Category::Health]),
        }
    }

    pub fn joining(&self) -> JoinCaseRequest {
        JoinCaseRequest {
            command_id: command_id(),
            token: self.decided.tokens[1].clone(),
            service_id: self.decided.clinic.1.service.clone(),
            identified_by: "Her name, address and bus pass.".into(),
        }
    }

    pub fn admission(&self) -> AcceptJoinRequestRequest {
        AcceptJoinRequestRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            request_id: self.decided.requests[0].request_id.clone(),
            token: self.decided.requests[0].token.clone(),
            words: "Welcome.".into(),
        }
    }

    pub fn rejection(&self) -> DeclineJoinRequestRequest {
        DeclineJoinRequestRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            request_id: self.decided.requests[1].request_id.clone(),
            token: self.decided.requests[1].token.clone(),
            words: "She wants nobody else just now.".into(),
        }
    }

    pub fn departure(&self) -> LeaveCaseRequest {
        LeaveCaseRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            words: "She has found her choir.".into(),
        }
    }
}
