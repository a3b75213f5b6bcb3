//! Samples of commands about referrals that were raised already, besides answering them.

use api::v1::{
    Category, CompleteReferralRequest, ProvideInformationRequest, ReceiveReferralRequest,
    RecordFirstContactRequest, ReferralSource, RequestInformationRequest, WithdrawReferralRequest,
};
use throughline::demo::acting::Acting;
use throughline_tests::town::deeds::referrals;

use crate::{call::Call, place::Place};

impl Place {
    /// The commands, in an order in which all are carried out.
    pub fn of_referrals(&self) -> Vec<(&Acting, Call)> {
        let garden = &self.referred.garden;
        vec![
            (
                &self.practice,
                Call::ReceiveReferral(self.referral_received()),
            ),
            (
                &self.practice,
                Call::WithdrawReferral(self.referral_withdrawn()),
            ),
            (
                garden,
                Call::RequestInformation(self.information_requested()),
            ),
            (
                &self.practice,
                Call::ProvideInformation(self.information_provided()),
            ),
            (garden, Call::RecordFirstContact(self.first_contact())),
            (garden, Call::CompleteReferral(self.referral_completed())),
        ]
    }

    pub fn referral_received(&self) -> ReceiveReferralRequest {
        ReceiveReferralRequest {
            source: ReferralSource::Letter.into(),
            from: "Dr Shah, at the hospital".into(),
            ..referrals::received(
                &self.person,
                &self.general_practice,
                "2026-05-29",
                "Company.",
            )
        }
    }

    pub fn referral_withdrawn(&self) -> WithdrawReferralRequest {
        referrals::withdrawal(&self.referred.waiting, "Her sister comes now.")
    }

    pub fn information_requested(&self) -> RequestInformationRequest {
        referrals::question(
            &self.referred.open,
            "Can she bake?",
            &[Category::SocialCare],
        )
    }

    pub fn information_provided(&self) -> ProvideInformationRequest {
        referrals::reply(&self.referred.asked, "She can walk a mile.")
    }

    pub fn first_contact(&self) -> RecordFirstContactRequest {
        let accepted = &self.referred.accepted[0];
        referrals::first_contact(accepted, "2026-06-01", "She came.")
    }

    pub fn referral_completed(&self) -> CompleteReferralRequest {
        let accepted = &self.referred.accepted[1];
        referrals::completion(accepted, "She cooks.", "It is far.")
    }
}
