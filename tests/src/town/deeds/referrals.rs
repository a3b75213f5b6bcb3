//! Referrals, after they were raised: taken back, gone on with, completed.

use api::v1::{
    self, Category, CompleteReferralRequest, Direction, ListReferralsRequest, Outcome,
    PersonOutcome, ProvideInformationRequest, ReceiveReferralRequest, RecordFirstContactRequest,
    ReferralSource, RequestInformationRequest, WithdrawReferralRequest,
};
use throughline::demo::acting::{Acting, command_id};

use super::{Offer, numbers};

/// One referral, as somebody's list has it; it has to be there.
pub async fn one(who: &Acting, direction: Direction, referral: &str) -> v1::Referral {
    let request = ListReferralsRequest {
        direction: direction.into(),
        page_size: 200,
        ..ListReferralsRequest::default()
    };
    let listed = who.read_referrals().list_referrals(who.ask(request)).await;
    let mut listed = listed.unwrap().into_inner().referrals.into_iter();
    listed.find(|one| one.referral_id == referral).unwrap()
}

/// The command that writes down that the person asked a service themselves; the reason is about social care.
pub fn received(person: &str, by: &Offer, on: &str, reason: &str) -> ReceiveReferralRequest {
    ReceiveReferralRequest {
        command_id: command_id(),
        person_id: person.into(),
        service_id: by.service.clone(),
        source: ReferralSource::SelfReferral.into(),
        from: String::new(),
        on: on.into(),
        reason: reason.into(),
        categories: numbers(&[Category::SocialCare]),
        person_agreed: true,
        without_agreement: String::new(),
    }
}

/// The command that takes a referral back.
pub fn withdrawal(referral: &v1::Referral, words: &str) -> WithdrawReferralRequest {
    WithdrawReferralRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        words: words.into(),
    }
}

/// The command that records the first contact.
pub fn first_contact(referral: &v1::Referral, on: &str, words: &str) -> RecordFirstContactRequest {
    RecordFirstContactRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        on: on.into(),
        words: words.into(),
    }
}

/// The command that completes a referral: the service says that it helped, the person that it helped in part.
pub fn completion(referral: &v1::Referral, words: &str, person: &str) -> CompleteReferralRequest {
    CompleteReferralRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        outcome: Outcome::Helped.into(),
        words: words.into(),
        person: Some(PersonOutcome {
            outcome: Outcome::HelpedInPart.into(),
            words: person.into(),
        }),
    }
}

/// The command with which the service asks whoever raised the referral.
pub fn question(
    referral: &v1::Referral,
    words: &str,
    categories: &[Category],
) -> RequestInformationRequest {
    RequestInformationRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        token: referral.token.clone(),
        words: words.into(),
        categories: numbers(categories),
    }
}

/// The command with which the question is answered.
pub fn reply(referral: &v1::Referral, words: &str) -> ProvideInformationRequest {
    ProvideInformationRequest {
        command_id: command_id(),
        person_id: referral.person_id.clone(),
        referral_id: referral.referral_id.clone(),
        information_token: referral.information_token.clone(),
        words: words.into(),
        categories: Vec::new(),
    }
}
