//! Texts of commands about referrals.

use api::v1::{AcceptReferralRequest, DeclineReferralRequest, RaiseReferralRequest};
use throughline_tests::town::deeds::{acceptance, refusal};

use super::*;

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
    texts.extend(texts! { COUNCIL, AcceptReferral(AcceptReferralRequest) from |place| acceptance(&place.referral, "");
        command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PERHAPS_PROSE,
    });
    // Nobody declines what was just accepted with empty words: where to ask instead is tried long only.
    texts.extend(texts! { COUNCIL, DeclineReferral(DeclineReferralRequest) from |place| refusal(&place.referral, "No.", "");
        command_id: ID, person_id: NO_ID, referral_id: NO_ID, token: NO_TOKEN, words: PROSE, instead: (ANSWERED, TOO_LONG),
    });
    texts
}
