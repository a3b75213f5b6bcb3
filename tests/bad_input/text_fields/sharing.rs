//! Texts of what becomes of decisions and facts, and of joining.

use api::v1::{
    AcceptJoinRequestRequest, CorrectFactRequest, DeclineJoinRequestRequest, EndDutyRequest,
    FindPersonRequest, JoinCaseRequest, LeaveCaseRequest, LiftRestrictionRequest,
    RaiseJoinRequestRequest, RecordDutyRequest, RestrictFactRequest, RetractFactRequest,
    WithdrawAgreementRequest, WithdrawObjectionRequest,
};

use super::*;

const CHARITY: Sender = |place| &place.charity;
const LEAD: Sender = |place| &place.decided.safeguarding;
const HOSPITAL: Sender = |place| &place.decided.hospital.0;
const CLINIC: Sender = |place| &place.decided.clinic.0;
const NO_NUMBER: (Option<&str>, &str) = (Some("nhs_number_invalid"), "nhs_number_invalid");

pub fn texts() -> Vec<Text> {
    let mut texts = of_decisions();
    texts.extend(of_joining());
    texts
}

fn of_decisions() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, WithdrawAgreement(WithdrawAgreementRequest) from Place::agreement_back;
        command_id: ID, person_id: NO_ID, fact_id: NO_ID, words: PERHAPS_PROSE,
    };
    texts.extend(
        texts! { PRACTICE, WithdrawObjection(WithdrawObjectionRequest) from Place::objection_back;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID, words: PERHAPS_PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, RestrictFact(RestrictFactRequest) from Place::restriction;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID,
        },
    );
    macro_rules! kept {
        ($($path:literal $field:ident,)*) => {
            [$(text(PRACTICE, $path, PROSE, |place, text| {
                let mut kept = v1::KeptFromPerson { reason: "A risk.".into(), decider: "Dr Patel".into() };
                kept.$field = text;
                Call::RestrictFact(RestrictFactRequest { kept_from_person: Some(kept), ..place.restriction() })
            }),)*]
        };
    }
    texts.extend(kept! { "kept_from_person.reason" reason, "kept_from_person.decider" decider, });
    texts.extend(
        texts! { PRACTICE, LiftRestriction(LiftRestrictionRequest) from Place::lifting;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, CorrectFact(CorrectFactRequest) from Place::correction;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, RetractFact(RetractFactRequest) from Place::retraction;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID, why: PROSE,
        },
    );
    texts.extend(
        texts! { LEAD, RecordDuty(RecordDutyRequest) from Place::duty;
            command_id: ID, person_id: NO_ID, organisation: NO_ID, grounds: PROSE, until: (None, "date_invalid"),
        },
    );
    texts.push(text(LEAD, "fact_ids[0]", NO_ID, |place, text| {
        Call::RecordDuty(RecordDutyRequest {
            fact_ids: vec![text],
            ..place.duty()
        })
    }));
    texts.extend(texts! { LEAD, EndDuty(EndDutyRequest) from Place::duty_end;
        command_id: ID, person_id: NO_ID, fact_id: NO_ID, why: PROSE,
    });
    texts
}

fn of_joining() -> Vec<Text> {
    let mut texts = texts! { HOSPITAL, FindPerson(FindPersonRequest) from Place::search;
        command_id: ID, nhs_number: NO_NUMBER, birth_date: NO_DATE,
    };
    texts.extend(
        texts! { HOSPITAL, FindPerson(FindPersonRequest) from Place::search_by_name;
            name: PROSE, address: PROSE,
        },
    );
    texts.extend(
        texts! { HOSPITAL, RaiseJoinRequest(RaiseJoinRequestRequest) from Place::join_request;
            command_id: ID, token: NO_TOKEN, service_id: NO_ID, reason: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, AcceptJoinRequest(AcceptJoinRequestRequest) from Place::admission;
            command_id: ID, person_id: NO_ID, request_id: NO_ID, token: NO_TOKEN, words: PERHAPS_PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, DeclineJoinRequest(DeclineJoinRequestRequest) from Place::rejection;
            command_id: ID, person_id: NO_ID, request_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { CLINIC, JoinCase(JoinCaseRequest) from Place::joining;
            command_id: ID, token: NO_TOKEN, service_id: NO_ID, identified_by: PROSE,
        },
    );
    texts.extend(
        texts! { CHARITY, LeaveCase(LeaveCaseRequest) from Place::departure;
            command_id: ID, person_id: NO_ID, words: PROSE,
        },
    );
    texts
}
