//! `ProvideInformation`: whoever raised the referral answers the question that the service asked about it.

use super::{Told, fact, waiting};
use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint, ReferralId},
    referral::visible,
    refusal::{Code, Refusal},
    words::Words,
};

/// Answers a question about a referral.
#[derive(Clone, Debug)]
pub struct ProvideInformation {
    /// The referral.
    pub referral: ReferralId,
    /// The last event on what was asked that the caller has seen.
    pub seen: EventId,
    /// The answer.
    pub words: Words,
    /// What the answer is about, besides what the question is about.
    pub categories: Categories,
}

impl Command for ProvideInformation {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let referral = visible(history, self.referral, context, |referral| {
            referral.from == *context.organisation()
        })?;
        let asked = waiting(history, referral, context).ok_or(Code::InformationNotAsked)?;
        if asked.last_event != self.seen {
            return Err(Refusal::of(Code::Stale, "token"));
        }
        let told = Told::Provided {
            words: self.words.clone(),
        };
        let categories = self.categories.with(asked.categories);
        Ok(vec![Draft {
            what: What::InformationProvided {
                referral: referral.id,
            },
            facts: vec![fact(referral, categories, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        testing::{
            World, decline, gp, link_worker, referral,
            referrals::{provide_information, request_information},
        },
        timer,
    };

    fn asked() -> World {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        world
            .when(&link_worker(), &request_information(&world.history))
            .unwrap();
        world
    }

    #[test]
    fn the_service_is_told_whatever_the_answer_is_about_and_can_ask_again() {
        let mut world = asked();
        let answer = ProvideInformation {
            categories: Categories::of(&[Category::Health]),
            ..provide_information(&world.history)
        };
        let event = world.when(&gp(), &answer).unwrap()[0].clone();
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event.id));
        assert_eq!(shown, [1, 1]);
        let categories = event.facts[0].categories;
        assert!(categories.contains(Category::Health) && categories.contains(Category::Money));
        // The clock of the referral runs on, and no other.
        assert_eq!(timer::due(&world.history).len(), 1);
        world
            .when(&link_worker(), &request_information(&world.history))
            .unwrap();
    }

    #[test]
    fn it_is_answered_once_by_whoever_raised_the_referral_and_as_seen() {
        let mut world = asked();
        let answer = provide_information(&world.history);
        let refusal = world.when(&link_worker(), &answer).unwrap_err();
        assert_eq!(refusal.code, Code::ReferralUnknown);
        let stale = ProvideInformation {
            seen: EventId(uuid::Uuid::nil()),
            ..answer.clone()
        };
        let refusal = world.when(&gp(), &stale).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::Stale, "token"));
        world.when(&gp(), &answer).unwrap();
        let refusal = world.when(&gp(), &answer).unwrap_err();
        assert_eq!(refusal.code, Code::InformationNotAsked);
    }

    #[test]
    fn what_was_declined_meanwhile_needs_no_answer() {
        let mut world = asked();
        let answer = provide_information(&world.history);
        world
            .when(&link_worker(), &decline(&world.history))
            .unwrap();
        let refusal = world.when(&gp(), &answer).unwrap_err();
        assert_eq!(refusal.code, Code::InformationNotAsked);
    }
}
