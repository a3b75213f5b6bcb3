//! `DeclineReferral`: the service says no, why, and where to ask instead.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, Mint, ReferralId},
    referral::{DeclineReason, to_answer},
    refusal::Refusal,
    words::Words,
};

/// Declines a referral.
#[derive(Clone, Debug)]
pub struct DeclineReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why, coded.
    pub reason: DeclineReason,
    /// Why, in words for the referrer.
    pub words: Words,
    /// Where to ask instead.
    pub instead: Option<Words>,
}

impl Command for DeclineReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let referral = to_answer(history, self.referral, self.seen, context)?;
        let fact = Fact {
            about: About::Referral {
                referral: referral.id,
            },
            categories: referral.categories,
            restriction: None,
            replaces: None,
            content: Content::Declined {
                reason: self.reason,
                words: self.words.clone(),
                instead: self.instead.clone(),
            },
        };
        let what = What::ReferralDeclined {
            referral: referral.id,
            reason: self.reason,
        };
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        refusal::Code,
        testing::{World, accept, decline, gp, link_worker, referral},
    };

    #[test]
    fn both_sides_keep_the_referral_and_its_answer_and_nothing_else_stays() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let event = world
            .when(&link_worker(), &decline(&world.history))
            .unwrap()[0]
            .id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 1]
        );
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["referral", "referral"]);
        assert!(!world.history.involves(&link_worker().organisation));
    }

    #[test]
    fn what_was_declined_cannot_be_accepted() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = accept(&world.history);
        world
            .when(&link_worker(), &decline(&world.history))
            .unwrap();
        assert_eq!(
            world.when(&link_worker(), &accept).unwrap_err().code,
            Code::ReferralAnswered
        );
    }
}
