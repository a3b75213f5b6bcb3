//! `WithdrawReferral`: whoever raised a referral takes it back before it is answered.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint, ReferralId},
    information,
    referral::{Told, as_seen, is_open, visible},
    refusal::Refusal,
    words::Words,
};

/// Takes a referral back.
#[derive(Clone, Debug)]
pub struct WithdrawReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why, in words for the service.
    pub words: Words,
}

impl Command for WithdrawReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let ours = visible(history, self.referral, context, |referral| {
            referral.from == *context.organisation()
        })?;
        ours.was_asked()?;
        is_open(ours)?;
        let referral = as_seen(ours, self.seen)?;
        let what = What::ReferralWithdrawn {
            referral: referral.id,
        };
        let words = self.words.clone();
        let withdrawn = referral.draft(what, Told::Withdrawn { words });
        let ended = information::ended(referral);
        Ok([withdrawn].into_iter().chain(ended).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        refusal::Code,
        testing::{World, accept, gp, link_worker, referral, referrals::withdraw},
        timer,
    };

    #[test]
    fn what_the_invitation_showed_goes_and_both_sides_keep_the_referral() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = accept(&world.history);
        world.when(&gp(), &withdraw(&world.history)).unwrap();
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["referral", "referral"]);
        assert!(timer::due(&world.history).is_empty());
        let late = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(late.code, Code::ReferralAnswered);
    }

    #[test]
    fn whoever_was_asked_declines_instead() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let refusal = world
            .when(&link_worker(), &withdraw(&world.history))
            .unwrap_err();
        assert_eq!(refusal.code, Code::ReferralUnknown);
    }

    #[test]
    fn what_was_answered_is_not_taken_back() {
        let mut world = World::with_involved_charity();
        let refusal = world.when(&gp(), &withdraw(&world.history)).unwrap_err();
        assert_eq!(refusal.code, Code::ReferralAnswered);
    }
}
