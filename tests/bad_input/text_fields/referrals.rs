//! Texts of commands about referrals.

use api::v1::{
    AcceptReferralRequest, CompleteReferralRequest, DeclineReferralRequest, OfferedOption,
    PersonOutcome, ProvideInformationRequest, RaiseReferralRequest, ReceiveReferralRequest,
    RecordFirstContactRequest, ReferralUrgency, RequestInformationRequest, WithdrawReferralRequest,
};
use throughline_tests::town::deeds::{acceptance, refusal};

use super::*;

const GARDEN: Sender = |place| &place.referred.garden;

pub fn texts() -> Vec<Text> {
    let mut texts = texts! { PRACTICE, RaiseReferral(RaiseReferralRequest) from Place::referral_out;
        command_id: ID, person_id: NO_ID, organisation: NO_ID, service_id: NO_ID, reason: PROSE,
    };
    texts.push(text(PRACTICE, "without_agreement", PROSE, |place, text| {
        Call::RaiseReferral(RaiseReferralRequest {
            person_agreed: false,
            without_agreement: text,
            ..place.referral_out()
        })
    }));
    texts.push(text(PRACTICE, "ticked[0]", NO_ID, |place, text| {
        Call::RaiseReferral(RaiseReferralRequest {
            ticked: vec![text],
            ..place.referral_out()
        })
    }));
    let offered = "offered[0].words";
    texts.push(text(PRACTICE, offered, PROSE, |place, text| {
        with_option(place, |option| option.words = text)
    }));
    texts.push(text(PRACTICE, "choice", PERHAPS_PROSE, |place, text| {
        Call::RaiseReferral(RaiseReferralRequest {
            choice: text,
            ..place.referral_out()
        })
    }));
    texts.push(text(
        PRACTICE,
        "offered[0].organisation",
        NO_ID,
        |place, text| {
            with_option(place, |option| {
                option.organisation = text;
                option.service_id = place.social_care.service.clone();
            })
        },
    ));
    texts.push(text(
        PRACTICE,
        "offered[0].service_id",
        NO_ID,
        |place, text| {
            with_option(place, |option| {
                option.organisation = place.social_care.organisation.clone();
                option.service_id = text;
            })
        },
    ));
    texts.push(text(PRACTICE, "call_taken_by", PROSE, |place, text| {
        Call::RaiseReferral(RaiseReferralRequest {
            urgency: ReferralUrgency::Urgent.into(),
            call_taken_by: text,
            ..place.referral_out()
        })
    }));
    texts.extend(
        texts! { PRACTICE, ReceiveReferral(ReceiveReferralRequest) from Place::referral_received;
            command_id: ID, person_id: NO_ID, service_id: NO_ID, from: PROSE, on: NO_DATE, reason: PROSE,
        },
    );
    texts.push(text(PRACTICE, "without_agreement", PROSE, |place, text| {
        Call::ReceiveReferral(ReceiveReferralRequest {
            person_agreed: false,
            without_agreement: text,
            ..place.referral_received()
        })
    }));
    texts.extend(texts! { COUNCIL, AcceptReferral(AcceptReferralRequest) from |place| acceptance(&place.referral, "");
        command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PERHAPS_PROSE,
    });
    // Nobody declines what was just accepted with empty words: where to ask instead is tried long only.
    texts.extend(texts! { COUNCIL, DeclineReferral(DeclineReferralRequest) from |place| refusal(&place.referral, "No.", "");
        command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PROSE, instead: (ANSWERED, TOO_LONG),
    });
    texts.extend(
        texts! { COUNCIL, DeclineReferral(DeclineReferralRequest) from redirected;
            instead_organisation: NO_ID, instead_service_id: NO_ID,
        },
    );
    texts.extend(
        texts! { PRACTICE, WithdrawReferral(WithdrawReferralRequest) from Place::referral_withdrawn;
            command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { GARDEN, RequestInformation(RequestInformationRequest) from Place::information_requested;
            command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { PRACTICE, ProvideInformation(ProvideInformationRequest) from Place::information_provided;
            command_id: ID, person_id: NO_ID, referral_id: NO_ID, information_token: NO_TOKEN, words: PROSE,
        },
    );
    texts.extend(
        texts! { GARDEN, RecordFirstContact(RecordFirstContactRequest) from Place::first_contact;
            command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, on: NO_DATE, words: PERHAPS_PROSE,
        },
    );
    texts.extend(
        texts! { GARDEN, CompleteReferral(CompleteReferralRequest) from Place::referral_completed;
            command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PROSE,
        },
    );
    texts.push(text(
        GARDEN,
        "person.words",
        PERHAPS_PROSE,
        |place, text| {
            Call::CompleteReferral(CompleteReferralRequest {
                person: Some(PersonOutcome {
                    words: text,
                    ..place.referral_completed().person.unwrap()
                }),
                ..place.referral_completed()
            })
        },
    ));
    texts
}

fn redirected(place: &Place) -> DeclineReferralRequest {
    DeclineReferralRequest {
        instead_organisation: place.leisure.organisation.clone(),
        instead_service_id: place.leisure.service.clone(),
        ..refusal(&place.referral, "No.", "")
    }
}

fn with_option(place: &Place, name: impl FnOnce(&mut OfferedOption)) -> Call {
    let mut option = OfferedOption::default();
    name(&mut option);
    Call::RaiseReferral(RaiseReferralRequest {
        offered: vec![option],
        ..place.referral_out()
    })
}
