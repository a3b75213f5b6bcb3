//! Texts of commands about how the person is reached and what to mind on a visit.

use api::v1::{
    AssignVolunteerRequest, CorrectIdentityRequest, EndContactPointRequest,
    LiftVisitWarningRequest, MarkWrongPersonRequest, RecordContactPointRequest,
    RecordVisitWarningRequest, ReleaseVolunteerRequest, UnmarkWrongPersonRequest,
};

use super::*;

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, RecordContactPoint(RecordContactPointRequest) from Place::contact_point;
        command_id: ID, person_id: NO_ID, token: PERHAPS_TOKEN,
    };
    macro_rules! point {
        ($($path:literal $field:ident: $refused:expr,)*) => {
            [$(text(PRACTICE, $path, $refused, |place, text| {
                let mut request = place.contact_point();
                request.contact_point.as_mut().unwrap().$field = text;
                Call::RecordContactPoint(request)
            }),)*]
        };
    }
    texts.extend(point! {
        "contact_point.value" value: PROSE,
        "contact_point.safety_instruction" safety_instruction: PERHAPS_PROSE,
    });
    texts.extend(
        texts! { PRACTICE, EndContactPoint(EndContactPointRequest) from Place::contact_point_end;
            command_id: ID, person_id: NO_ID, token: NO_TOKEN,
        },
    );
    texts.extend(
        texts! { PRACTICE, RecordVisitWarning(RecordVisitWarningRequest) from Place::visit_warning;
            command_id: ID, person_id: NO_ID, reason: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, LiftVisitWarning(LiftVisitWarningRequest) from Place::warning_lifted;
            command_id: ID, person_id: NO_ID, token: NO_TOKEN,
        },
    );
    texts.extend(
        texts! { PRACTICE, CorrectIdentity(CorrectIdentityRequest) from Place::corrected;
            command_id: ID, person_id: NO_ID, token: NO_TOKEN,
        },
    );
    macro_rules! identity {
        ($($path:literal $field:ident: $refused:expr,)*) => {
            [$(text(PRACTICE, $path, $refused, |place, text| {
                let mut request = place.corrected();
                request.identity.as_mut().unwrap().$field = text;
                Call::CorrectIdentity(request)
            }),)*]
        };
    }
    let number = "nhs_number_invalid";
    texts.extend(identity! {
        "identity.name" name: PROSE,
        "identity.preferred_name" preferred_name: PERHAPS_PROSE,
        "identity.birth_date" birth_date: NO_DATE,
        "identity.nhs_number" nhs_number: (Some("number_settled"), number),
    });
    texts.extend(
        texts! { PRACTICE, MarkWrongPerson(MarkWrongPersonRequest) from Place::marked;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID, words: PROSE,
        },
    );
    texts.extend(
        texts! { OFFICER, UnmarkWrongPerson(UnmarkWrongPersonRequest) from Place::unmarked;
            command_id: ID, person_id: NO_ID, fact_id: NO_ID, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, AssignVolunteer(AssignVolunteerRequest) from Place::assignment;
            command_id: ID, person_id: NO_ID, worker: NO_ID, task: PROSE, until: NO_DATE,
        },
    );
    texts.extend(
        texts! { PRACTICE, ReleaseVolunteer(ReleaseVolunteerRequest) from Place::release;
            command_id: ID, person_id: NO_ID, assignment_id: NO_ID, words: PERHAPS_PROSE,
        },
    );
    texts
}
