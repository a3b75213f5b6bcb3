//! Texts of agreements and objections.

use api::v1::{RecordAgreementRequest, RecordObjectionRequest, against, audience};

use super::*;

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, RecordAgreement(RecordAgreementRequest) from Place::agreement;
        command_id: ID, person_id: NO_ID,
    };
    texts.extend(
        texts! { PRACTICE, RecordObjection(RecordObjectionRequest) from Place::objection;
            command_id: ID, person_id: NO_ID,
        },
    );
    let until = (None, "date_invalid");
    texts.extend([
        text(PRACTICE, "agreement.words", PERHAPS_PROSE, |place, text| {
            agreement(place, |agreement| agreement.words = text)
        }),
        text(PRACTICE, "agreement.until", until, |place, text| {
            agreement(place, |agreement| agreement.until = text)
        }),
        text(PRACTICE, "agreement.audience", NO_ID, |place, text| {
            let audience = Some(audience::Audience::Organisation(text));
            agreement(place, |agreement| {
                agreement.audience = Some(v1::Audience { audience })
            })
        }),
        text(
            PRACTICE,
            "agreement.decided_by.attorney.name",
            PROSE,
            |place, text| {
                agreement(place, |agreement| {
                    agreement.decided_by = attorney(&text, "A document.")
                })
            },
        ),
        text(
            PRACTICE,
            "agreement.decided_by.attorney.document_seen",
            PROSE,
            |place, text| {
                agreement(place, |agreement| {
                    agreement.decided_by = attorney("Ann Finch", &text)
                })
            },
        ),
        text(
            PRACTICE,
            "agreement.decided_by.best_interests.decider",
            PROSE,
            |place, text| {
                let decided_by = best_interests(&text, "Her sister.", "2027-01-01");
                agreement(place, |agreement| agreement.decided_by = decided_by)
            },
        ),
        text(
            PRACTICE,
            "agreement.decided_by.best_interests.consulted",
            PROSE,
            |place, text| {
                let decided_by = best_interests("Dr Patel", &text, "2027-01-01");
                agreement(place, |agreement| agreement.decided_by = decided_by)
            },
        ),
        text(
            PRACTICE,
            "agreement.decided_by.best_interests.review_on",
            NO_DATE,
            |place, text| {
                let decided_by = best_interests("Dr Patel", "Her sister.", &text);
                agreement(place, |agreement| agreement.decided_by = decided_by)
            },
        ),
        text(PRACTICE, "objection.words", PERHAPS_PROSE, |place, text| {
            objection(place, |objection| objection.words = text)
        }),
        text(PRACTICE, "objection.against", NO_ID, |place, text| {
            let against = Some(against::Against::Organisation(text));
            objection(place, |objection| {
                objection.against = Some(v1::Against { against })
            })
        }),
        text(PRACTICE, "objection.against", NO_ID, |place, text| {
            let against = Some(against::Against::Worker(worker(text, "sam.lee".into())));
            objection(place, |objection| {
                objection.against = Some(v1::Against { against })
            })
        }),
        text(PRACTICE, "objection.against", NO_ID, |place, text| {
            let against = Some(against::Against::Worker(worker("RX1".into(), text)));
            objection(place, |objection| {
                objection.against = Some(v1::Against { against })
            })
        }),
        text(
            PRACTICE,
            "objection.decided_by.attorney.name",
            PROSE,
            |place, text| {
                objection(place, |objection| {
                    objection.decided_by = attorney(&text, "A document.")
                })
            },
        ),
    ]);
    texts
}

fn agreement(place: &Place, spoil: impl FnOnce(&mut v1::Agreement)) -> Call {
    let mut request = place.agreement();
    spoil(request.agreement.as_mut().unwrap());
    Call::RecordAgreement(request)
}

fn objection(place: &Place, spoil: impl FnOnce(&mut v1::Objection)) -> Call {
    let mut request = place.objection();
    spoil(request.objection.as_mut().unwrap());
    Call::RecordObjection(request)
}
