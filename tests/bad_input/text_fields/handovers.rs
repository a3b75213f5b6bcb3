//! Texts of commands about custody, deputies and absences.

use api::v1::{
    AcceptHandoverRequest, CancelHandoverRequest, DeclineHandoverRequest, EndAbsenceRequest,
    NameCustodianRequest, OfferHandoverRequest, ReassignLeadRequest, RecordAbsenceRequest,
    SetDeputyRequest, TakeCustodyRequest,
};

use super::*;

const CHARITY: Sender = |place| &place.charity;
const CUSTODIAN: Sender = |place| &place.custodian;
const MANAGER: Sender = |place| &place.manager;
const PERHAPS_ID: (Option<&str>, &str) = (None, "id_invalid");
/// What is said of any answer after the handover was answered.
const ENDED: (Option<&str>, &str) = (ANSWERED, TOO_LONG);

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, OfferHandover(OfferHandoverRequest) from Place::handover_offered;
        command_id: ID, person_id: NO_ID, organisation: NO_ID, service_id: NO_ID, summary: PROSE,
        introduction_on: (ANSWERED, "date_invalid"),
    };
    texts.extend(
        texts! { PRACTICE, OfferHandover(OfferHandoverRequest) from Place::handover_to_colleague;
            worker: (Some("id_invalid"), "id_invalid"),
        },
    );
    // An empty worker is no colleague, and then an organisation is missing.
    texts.last_mut().unwrap().empty = ANSWERED;
    texts.push(text(PRACTICE, "without_agreement", PROSE, |place, text| {
        Call::OfferHandover(OfferHandoverRequest {
            person_agreed: false,
            without_agreement: text,
            ..place.handover_offered()
        })
    }));
    texts.push(text(PRACTICE, "outstanding[0]", PROSE, |place, text| {
        Call::OfferHandover(OfferHandoverRequest {
            outstanding: vec![text],
            ..place.handover_offered()
        })
    }));
    texts.push(text(PRACTICE, "ticked[0]", NO_ID, |place, text| {
        Call::OfferHandover(OfferHandoverRequest {
            ticked: vec![text],
            ..place.handover_offered()
        })
    }));
    texts.extend(
        texts! { CHARITY, AcceptHandover(AcceptHandoverRequest) from Place::handover_accepted;
            command_id: ID, person_id: NO_ID, handover_id: NO_ID, token: NO_TOKEN, words: ENDED,
        },
    );
    texts.extend(
        texts! { CHARITY, DeclineHandover(DeclineHandoverRequest) from Place::handover_declined;
            command_id: ID, person_id: NO_ID, handover_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, CancelHandover(CancelHandoverRequest) from Place::handover_cancelled;
            command_id: ID, person_id: NO_ID, handover_id: NO_ID, token: NO_TOKEN, words: PERHAPS_PROSE,
        },
    );
    texts.extend(
        texts! { MANAGER, ReassignLead(ReassignLeadRequest) from Place::lead_reassigned;
            command_id: ID, person_id: NO_ID, worker: NO_ID,
        },
    );
    texts.extend(
        texts! { CUSTODIAN, TakeCustody(TakeCustodyRequest) from Place::custody_taken;
            command_id: ID, person_id: NO_ID, service_id: NO_ID, lead_worker: PERHAPS_ID, reason: PROSE,
        },
    );
    texts.extend(
        texts! { OPERATOR, NameCustodian(NameCustodianRequest) from Place::custodian_named;
            command_id: ID, organisation: NO_ID, custodian: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, SetDeputy(SetDeputyRequest) from Place::deputy_set;
            command_id: ID, worker: PERHAPS_ID, deputy: PERHAPS_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordAbsence(RecordAbsenceRequest) from Place::absence_recorded;
            command_id: ID, worker: PERHAPS_ID, last_day: (None, "date_invalid"),
        },
    );
    texts.extend(
        texts! { PRACTICE, EndAbsence(EndAbsenceRequest) from Place::absence_ended;
            command_id: ID, worker: PERHAPS_ID,
        },
    );
    texts
}
