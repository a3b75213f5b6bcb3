//! `AcceptReferral`: the service takes part; the past that it is now entitled to is there. Whoever accepts what came from
//! outside takes part already.

use crate::{
    ask,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, Mint, ReferralId},
    information,
    referral::{Referral, to_answer},
    refusal::Refusal,
    words::Words,
};

/// Accepts a referral.
#[derive(Clone, Debug)]
pub struct AcceptReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// A word to the referrer.
    pub words: Option<Words>,
}

impl Command for AcceptReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let joined = to_answer(history, self.referral, self.seen, context)?;
        let received = joined.iter().any(|referral| referral.received);
        if received {
            context.involved(history)?;
        }
        let accepted = joined.iter().map(|referral| Draft {
            what: What::ReferralAccepted {
                referral: referral.id,
            },
            facts: vec![self.answer(referral, context)],
        });
        let ended = joined
            .iter()
            .filter_map(|referral| information::ended(referral));
        // In an event of its own, once: whoever is shown that the service takes part, and not an answer beside it, would
        // otherwise learn from its place that there is one.
        let asked = joined.first().filter(|_| !received);
        let part = asked.map(|referral| Draft {
            what: What::InvolvementChanged {},
            facts: vec![involvement(history, referral, context)],
        });
        Ok(accepted.chain(ended).chain(part).collect())
    }
}

impl AcceptReferral {
    fn answer(&self, referral: &Referral, context: &Context) -> Fact {
        Fact {
            about: About::Referral {
                referral: referral.id,
            },
            categories: referral.categories,
            restriction: None,
            replaces: None,
            content: Content::Accepted {
                worker: context.by.worker.clone(),
                words: self.words.clone(),
            },
        }
    }
}

fn involvement(history: &History, referral: &Referral, context: &Context) -> Fact {
    let raised = history.fact(FactId {
        event: referral.event,
        index: 0,
    });
    let name = match raised.map(|raised| &raised.fact.content) {
        Some(Content::Referral { service_name, .. }) => Some(service_name),
        _ => None,
    };
    ask::involvement(&referral.terms, name, context)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        event::By,
        refusal::Code,
        role::Role,
        testing::{World, accept, agreement, gp, link_worker, note, objection, referral},
    };

    #[test]
    fn joining_brings_the_past_that_the_service_is_entitled_to() {
        let mut world = World::with_case();
        let asthma = world
            .when(&gp(), &note("Asthma.", &[Category::Health]))
            .unwrap()[0]
            .id;
        let low = world
            .when(&gp(), &note("Low mood.", &[Category::MentalHealth]))
            .unwrap()[0]
            .id;
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &[Category::Health]),
            )
            .unwrap();
        world.when(&gp(), &referral()).unwrap();
        assert_eq!(world.shown(&link_worker(), asthma), 0);
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        assert_eq!(
            [
                world.shown(&link_worker(), asthma),
                world.shown(&link_worker(), low)
            ],
            [1, 0]
        );
    }

    #[test]
    fn custody_does_not_move() {
        let world = World::with_involved_charity();
        assert_eq!(
            world.history.open_case().unwrap().holder.organisation,
            gp().organisation
        );
    }

    #[test]
    fn it_is_answered_once() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = accept(&world.history);
        world.when(&link_worker(), &accept).unwrap();
        assert_eq!(
            world.when(&link_worker(), &accept).unwrap_err().code,
            Code::ReferralAnswered
        );
    }

    #[test]
    fn only_the_service_that_was_asked_can_answer() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = accept(&world.history);
        assert_eq!(
            world.when(&gp(), &accept).unwrap_err().code,
            Code::ReferralUnknown
        );
    }

    #[test]
    fn who_does_not_work_with_people_cannot_answer() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = accept(&world.history);
        let manager = |by: By| By {
            role: Role::Manager,
            ..by
        };
        assert_eq!(
            world
                .when(&manager(link_worker()), &accept)
                .unwrap_err()
                .code,
            Code::RoleNotAllowed
        );
        // Of another organisation they are told the same.
        assert_eq!(
            world.when(&manager(gp()), &accept).unwrap_err().code,
            Code::RoleNotAllowed
        );
    }

    #[test]
    fn an_answer_to_what_was_not_seen_is_stale() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = AcceptReferral {
            seen: EventId(uuid::Uuid::nil()),
            ..accept(&world.history)
        };
        assert_eq!(
            world.when(&link_worker(), &accept).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
    }

    #[test]
    fn who_may_no_longer_see_the_referral_cannot_accept_it() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let accept = accept(&world.history);
        world
            .when(&gp(), &objection(crate::objection::Against::Everyone, None))
            .unwrap();
        assert_eq!(
            world.when(&link_worker(), &accept).unwrap_err().code,
            Code::ReferralUnknown
        );
    }
}
