//! Samples of commands about custody, deputies and absences.

use api::v1::{
    AcceptHandoverRequest, CancelHandoverRequest, DeclineHandoverRequest, DeclineReason,
    EndAbsenceRequest, NameCustodianRequest, OfferHandoverRequest, ReassignLeadRequest,
    RecordAbsenceRequest, SetDeputyRequest, TakeCustodyRequest,
};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::handovers;

use crate::{
    call::Call,
    place::{COUNCIL, PRACTICE, Place},
};

impl Place {
    /// The commands about custody, in an order in which all are carried out.
    pub fn of_custody(&self) -> Vec<(&Acting, Call)> {
        vec![
            (
                &self.charity,
                Call::DeclineHandover(self.handover_declined()),
            ),
            (&self.practice, Call::OfferHandover(self.handover_offered())),
            (&self.manager, Call::ReassignLead(self.lead_reassigned())),
        ]
    }

    /// The commands about workers, in an order in which all are carried out.
    pub fn of_cover(&self) -> Vec<(&Acting, Call)> {
        vec![
            (&self.operator, Call::NameCustodian(self.custodian_named())),
            (&self.practice, Call::SetDeputy(self.deputy_set())),
            (&self.practice, Call::RecordAbsence(self.absence_recorded())),
            (&self.practice, Call::EndAbsence(self.absence_ended())),
        ]
    }

    pub fn handover_offered(&self) -> OfferHandoverRequest {
        OfferHandoverRequest {
            outstanding: vec!["To ring about the choir.".into()],
            introduction_on: "2026-12-31".into(),
            ticked: vec![self.passage.0.clone()],
            ..handovers::to_service(&self.person, &self.leisure, "To walk with others.")
        }
    }

    pub fn handover_to_colleague(&self) -> OfferHandoverRequest {
        handovers::to_colleague(&self.person, "another.colleague", "I leave.")
    }

    pub fn handover_accepted(&self) -> AcceptHandoverRequest {
        handovers::acceptance(&self.handover)
    }

    pub fn handover_declined(&self) -> DeclineHandoverRequest {
        DeclineHandoverRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            handover_id: self.handover.handover_id.clone(),
            token: self.handover.token.clone(),
            reason: DeclineReason::NoCapacity.into(),
            words: "We are full.".into(),
        }
    }

    pub fn handover_cancelled(&self) -> CancelHandoverRequest {
        CancelHandoverRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            handover_id: self.handover.handover_id.clone(),
            // Of another organisation: the practice reads the token of its own list.
            token: self.sent.token.clone(),
            words: "She stays with us.".into(),
        }
    }

    pub fn lead_reassigned(&self) -> ReassignLeadRequest {
        ReassignLeadRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            worker: "another.colleague".into(),
        }
    }

    pub fn custody_taken(&self) -> TakeCustodyRequest {
        TakeCustodyRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            service_id: self.social_care.service.clone(),
            lead_worker: String::new(),
            reason: "The practice has closed.".into(),
        }
    }

    pub fn custodian_named(&self) -> NameCustodianRequest {
        NameCustodianRequest {
            command_id: command_id(),
            organisation: PRACTICE.into(),
            custodian: COUNCIL.into(),
        }
    }

    pub fn deputy_set(&self) -> SetDeputyRequest {
        SetDeputyRequest {
            command_id: command_id(),
            worker: String::new(),
            deputy: "another.colleague".into(),
        }
    }

    pub fn absence_recorded(&self) -> RecordAbsenceRequest {
        RecordAbsenceRequest {
            command_id: command_id(),
            worker: String::new(),
            last_day: "2026-12-31".into(),
        }
    }

    pub fn absence_ended(&self) -> EndAbsenceRequest {
        EndAbsenceRequest {
            command_id: command_id(),
            worker: String::new(),
        }
    }
}
