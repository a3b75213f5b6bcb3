//! `RaiseReferral`: another organisation's service is asked to help.

use crate::{
    ask,
    category::Categories,
    command::{Command, Context},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint, ReferralId},
    referral::{Offered, Referral, ReferralRaised, State, Told},
    refusal::{Code, Refusal},
    service::Service,
    words::Words,
};

/// Raises a referral.
#[derive(Clone, Debug)]
pub struct RaiseReferral {
    /// The service that is asked.
    pub service: Service,
    /// Why, and what is hoped for.
    pub reason: Words,
    /// What the reason is about.
    pub categories: Categories,
    /// Why the person was not asked or did not agree; none where they agreed.
    pub without_agreement: Option<Words>,
    /// The passages of About Me that the person wants the service to see.
    pub ticked: Vec<FactId>,
    /// Who took the phone call about it, where it is urgent; none where it is routine.
    pub call_taken_by: Option<Words>,
    /// What else was offered to the person.
    pub offered: Vec<Offer>,
    /// Why the person chose this service.
    pub choice: Option<Words>,
}

/// Something that was offered to the person.
#[derive(Clone, Debug)]
pub enum Offer {
    /// A service, as it is registered.
    Service(Box<Service>),
    /// Something that the directory does not hold, in words.
    Other(Words),
}

/// The most that can be recorded as offered.
pub const OFFERED_MAX: usize = 8;

impl Command for RaiseReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let terms = &self.service.terms;
        if terms.organisation == *context.organisation() {
            return Err(Refusal::of(Code::ServiceOwn, "service_id"));
        }
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        if self.offered.len() > OFFERED_MAX {
            return Err(Refusal::of(Code::TooMany, "offered"));
        }
        self.not_asked_already(history, context)?;
        ask::ticked_are_visible(history, context, &self.ticked)?;
        let referral = ReferralId(mint.mint());
        let answer_by = terms.answer_by(context.now);
        let what = What::ReferralRaised(ReferralRaised {
            referral,
            terms: terms.clone(),
            agreed: self.without_agreement.is_none(),
            ticked: self.ticked.clone(),
            answer_by,
        });
        let raised = self.fact(history, context, referral, answer_by[0]);
        let options = self.options(&raised, referral);
        Ok(vec![Draft {
            what,
            facts: [raised].into_iter().chain(options).collect(),
        }])
    }
}

impl RaiseReferral {
    /// Of a referral that the caller is not shown, they are not told either: it is raised a second time.
    fn not_asked_already(&self, history: &History, context: &Context) -> Result<(), Refusal> {
        let is_shown = |referral: &Referral| {
            let facts = history.facts().iter();
            let mut told = facts.filter(|recorded| recorded.fact.about == referral.about());
            told.any(|recorded| shown_to(history, &context.by, recorded, context.now))
        };
        let asked = history.referrals().any(|referral| {
            referral.state == State::Open
                && referral.from == *context.organisation()
                && referral.terms.service == self.service.terms.service
                && is_shown(referral)
        });
        if asked {
            Err(Refusal::of(Code::ReferralOpen, "service_id"))
        } else {
            Ok(())
        }
    }

    /// What else was offered, where anything was recorded of it. Naming other services may reveal more, and the one that is
    /// asked is not shown them: a fact of its own, behind the referral.
    fn options(&self, raised: &Fact, referral: ReferralId) -> Option<Fact> {
        if self.offered.is_empty() && self.choice.is_none() {
            return None;
        }
        let reveals = self.offered.iter().map(|offer| match offer {
            Offer::Service(service) => service.terms.reveals,
            Offer::Other(_) => Categories::NONE,
        });
        let options = self.offered.iter().map(|offer| match offer {
            Offer::Service(service) => Offered::Service {
                organisation: service.terms.organisation.clone(),
                service: service.terms.service,
                service_name: service.name.clone(),
            },
            Offer::Other(words) => Offered::Other {
                words: words.clone(),
            },
        });
        Some(Fact {
            about: About::ReferralOptions { referral },
            categories: reveals.fold(raised.categories, Categories::with),
            content: Content::OnReferral(Told::Offered {
                options: options.collect(),
                choice: self.choice.clone(),
            }),
            ..raised.clone()
        })
    }

    fn fact(
        &self,
        history: &History,
        context: &Context,
        referral: ReferralId,
        answer_by: jiff::Timestamp,
    ) -> Fact {
        let terms = &self.service.terms;
        Fact {
            about: About::Referral { referral },
            // Asking this service reveals what naming it reveals; so does who asks.
            categories: self
                .categories
                .with(terms.reveals)
                .with(history.reveals(context.organisation())),
            restriction: None,
            replaces: None,
            content: Content::Referral {
                from: context.organisation().clone(),
                to: terms.organisation.clone(),
                service: terms.service,
                service_name: self.service.name.clone(),
                reason: self.reason.clone(),
                without_agreement: self.without_agreement.clone(),
                answer_by,
                call_taken_by: self.call_taken_by.clone(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        about_me::Heading,
        about_me::record::Passage,
        agreement::Audience,
        category::Category,
        event::By,
        objection::Against,
        testing::{
            World, about_me, accept, agreement, charity, first_fact, gp, link_worker, note,
            objection, passage, referral,
        },
    };

    #[test]
    fn the_invited_see_who_it_is_how_to_communicate_the_referral_and_what_was_ticked() {
        let mut world = World::with_case();
        let communication = Passage {
            heading: Heading::Communication,
            ..passage("Text, please.", &[])
        };
        let events = world
            .when(
                &gp(),
                &about_me(vec![
                    communication,
                    passage("Choir.", &[]),
                    passage("Tea.", &[]),
                ]),
            )
            .unwrap();
        let ticked = first_fact(&events[1..]);
        world
            .when(&gp(), &note("Asthma.", &[Category::Health]))
            .unwrap();
        assert_eq!(world.shown_in_all(&link_worker()), 0);
        world
            .when(
                &gp(),
                &RaiseReferral {
                    ticked: vec![ticked],
                    ..referral()
                },
            )
            .unwrap();
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["identity", "passage", "passage", "referral"]);
    }

    #[test]
    fn an_answer_is_due_in_the_receivers_opening_days() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let raised = world.history.referrals().next().unwrap();
        assert_eq!(raised.answer_by, charity().terms.answer_by(world.now));
    }

    #[test]
    fn asking_the_same_service_twice_is_refused() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        assert_eq!(
            world.when(&gp(), &referral()).unwrap_err().code,
            Code::ReferralOpen
        );
    }

    #[test]
    fn who_is_not_shown_the_open_referral_is_not_told_of_it_by_a_refusal() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let colleague = By {
            worker: "ann.other".parse().unwrap(),
            ..gp()
        };
        let against = Against::Worker(colleague.organisation.clone(), colleague.worker.clone());
        let objection = objection(against, Some(&[Category::SocialCare]));
        world.when(&gp(), &objection).unwrap();
        world.when(&colleague, &referral()).unwrap();
        assert_eq!(world.history.referrals().count(), 2);
    }

    #[test]
    fn what_naming_the_service_reveals_protects_the_referral() {
        let mut world = World::with_case();
        let mut command = referral();
        command.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &command).unwrap();
        assert!(
            world
                .history
                .facts()
                .last()
                .unwrap()
                .fact
                .categories
                .contains(Category::SubstanceUse)
        );
    }

    #[test]
    fn an_urgent_one_says_who_took_the_phone_call() {
        let mut world = World::with_case();
        let sam = Words::name("call_taken_by", "Sam, at the desk").unwrap();
        let urgent = RaiseReferral {
            call_taken_by: Some(sam.clone()),
            ..referral()
        };
        let raised = &world.when(&gp(), &urgent).unwrap()[0].facts[0];
        let Content::Referral { call_taken_by, .. } = &raised.content else {
            panic!("{raised:?}");
        };
        assert_eq!(call_taken_by.as_ref(), Some(&sam));
    }

    #[test]
    fn what_else_was_offered_is_not_for_the_service_that_is_asked() {
        let mut world = World::with_case();
        let mut other = crate::testing::housing();
        other.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        let words = |text| Words::prose("words", text).unwrap();
        let offered = RaiseReferral {
            offered: vec![
                Offer::Service(Box::new(other)),
                Offer::Other(words("A choir at church.")),
            ],
            choice: Some(words("She knows the way.")),
            ..referral()
        };
        let raised = world.when(&gp(), &offered).unwrap()[0].clone();
        let [referral, options] = &raised.facts[..] else {
            panic!("{raised:?}");
        };
        assert!(options.categories.contains(Category::SubstanceUse));
        assert!(!referral.categories.contains(Category::SubstanceUse));
        let shown = || [gp(), link_worker()].map(|by| by.organisation);
        let counts = |world: &World| {
            shown().map(|organisation| {
                let disclosed = crate::disclosure::disclose_to(&world.history, &organisation);
                let options = disclosed
                    .iter()
                    .filter(|one| one.fact.about == options.about);
                options.count()
            })
        };
        assert_eq!(counts(&world), [1, 0]);
        // Nor once it takes part.
        world
            .when(&link_worker(), &crate::testing::accept(&world.history))
            .unwrap();
        assert_eq!(counts(&world), [1, 0]);
    }

    #[test]
    fn nor_is_it_for_a_service_that_takes_part_since_and_is_shown_as_much() {
        let mut world = World::with_case();
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::SocialCare]);
        world.when(&gp(), &everyone).unwrap();
        let offered = RaiseReferral {
            choice: Some(Words::prose("choice", "He knows the other place.").unwrap()),
            ..referral()
        };
        let raised = world.when(&gp(), &offered).unwrap()[0].id;
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, raised));
        assert_eq!(shown, [2, 1]);
    }

    #[test]
    fn no_more_than_eight_options_are_recorded() {
        let mut world = World::with_case();
        let choir = Offer::Other(Words::prose("words", "A choir.").unwrap());
        let many = RaiseReferral {
            offered: vec![choir; OFFERED_MAX + 1],
            ..referral()
        };
        let refusal = world.when(&gp(), &many).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::TooMany, "offered"));
    }

    #[test]
    fn own_services_and_hidden_passages_are_refused() {
        let mut world = World::with_involved_charity();
        let own = RaiseReferral {
            service: crate::testing::practice(),
            ..referral()
        };
        assert_eq!(world.when(&gp(), &own).unwrap_err().code, Code::ServiceOwn);
        let low = first_fact(
            &world
                .when(
                    &gp(),
                    &about_me(vec![passage("Low.", &[Category::MentalHealth])]),
                )
                .unwrap(),
        );
        let other = RaiseReferral {
            ticked: vec![low],
            service: crate::testing::housing(),
            ..referral()
        };
        let refusal = world.when(&link_worker(), &other).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::PassageUnknown, "ticked[0]"));
    }
}
