//! `DeclineReferral`: the service says no, why, and where to ask instead.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{Content, Fact},
    history::History,
    ids::{EventId, Mint, ReferralId},
    information,
    referral::{DeclineReason, Referral, Told, to_answer},
    refusal::{Code, Refusal},
    service::Service,
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
    /// Where to ask instead, in words.
    pub instead: Option<Words>,
    /// The service that can be asked instead.
    pub service: Option<Service>,
}

impl Command for DeclineReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let joined = to_answer(history, self.referral, self.seen, context)?;
        let declines = |service: &&Service| {
            let same = |referral: &&Referral| {
                service.terms.organisation == referral.terms.organisation
                    && service.terms.service == referral.terms.service
            };
            joined.iter().any(same)
        };
        if self.service.as_ref().is_some_and(|one| declines(&one)) {
            return Err(Refusal::of(Code::ServiceDeclines, "instead_service_id"));
        }
        let declined = joined.iter().map(|referral| self.declined(referral));
        let ended = joined
            .iter()
            .filter_map(|referral| information::ended(referral));
        Ok(declined.chain(ended).collect())
    }
}

impl DeclineReferral {
    fn declined(&self, referral: &Referral) -> Draft {
        let declined = referral.fact(Content::Declined {
            reason: self.reason,
            words: self.words.clone(),
            instead: self.instead.clone(),
        });
        let instead = self.service.as_ref();
        let instead = instead.map(|service| instead_of(referral, service));
        Draft {
            what: What::ReferralDeclined {
                referral: referral.id,
                reason: self.reason,
            },
            facts: [declined].into_iter().chain(instead).collect(),
        }
    }
}

/// Which service can be asked instead. A fact of its own: naming that service may reveal more than the answer does, and
/// whoever may not see that is still told the answer.
fn instead_of(referral: &Referral, service: &Service) -> Fact {
    let terms = &service.terms;
    let fact = referral.fact(Content::OnReferral(Told::Instead {
        organisation: terms.organisation.clone(),
        service: terms.service,
        service_name: service.name.clone(),
    }));
    Fact {
        categories: fact.categories.with(terms.reveals),
        ..fact
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::{Categories, Category},
        objection::Against,
        testing::{World, accept, charity, decline, gp, housing, link_worker, objection, referral},
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

    #[test]
    fn another_service_is_named_in_a_fact_of_its_own_with_what_naming_it_reveals() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let against = Against::Organisation(gp().organisation);
        let sensitive = [Category::SubstanceUse];
        world
            .when(&gp(), &objection(against, Some(&sensitive)))
            .unwrap();
        let mut service = housing();
        service.terms.reveals = Categories::of(&sensitive);
        let redirect = DeclineReferral {
            service: Some(service),
            ..decline(&world.history)
        };
        let declined = &world.when(&link_worker(), &redirect).unwrap()[0];
        let named: Vec<_> = declined.facts.iter().map(|fact| fact.categories).collect();
        assert!(named[1].contains(Category::SubstanceUse));
        assert!(!named[0].contains(Category::SubstanceUse));
        // Who may not see what the other service reveals is told the answer all the same.
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, declined.id));
        assert_eq!(shown, [1, 2]);
    }

    #[test]
    fn whoever_declines_does_not_send_people_back_to_itself() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let redirect = DeclineReferral {
            service: Some(charity()),
            ..decline(&world.history)
        };
        let refusal = world.when(&link_worker(), &redirect).unwrap_err();
        assert_eq!(
            refusal,
            Refusal::of(Code::ServiceDeclines, "instead_service_id")
        );
    }
}
