//! `OfferHandover`: whoever holds the case offers it to a colleague or to a service of another organisation.
//!
//! Until it is accepted the sender holds the case.

use jiff::civil::Date;

use crate::{
    ask::ticked_are_visible,
    calendar,
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    handover::{HandoverOffered, Offer, Receiver, To, Told},
    history::History,
    ids::{FactId, HandoverId, Mint, WorkerId},
    refusal::{Code, Refusal},
    service::{Service, ServiceTerms},
    words::Words,
};

/// The most promises that can be listed.
pub const OUTSTANDING_MAX: usize = 32;

/// Offers the custody of the case.
#[derive(Clone, Debug)]
pub struct OfferHandover {
    /// To whom.
    pub to: OfferTo,
    /// What matters now.
    pub summary: Words,
    /// What has been promised and is still to be done.
    pub outstanding: Vec<Words>,
    /// The day of a meeting at which the person is introduced to whoever is to lead.
    pub introduction_on: Option<Date>,
    /// What the words are about.
    pub categories: Categories,
    /// Why the person was not asked or did not agree; none where they agreed.
    pub without_agreement: Option<Words>,
    /// The passages of About Me that the person wants the receiver to see.
    pub ticked: Vec<FactId>,
    /// Whether the sender's part ends when it is accepted.
    pub sender_leaves: bool,
}

/// To whom it is offered.
#[derive(Clone, Debug)]
pub enum OfferTo {
    /// A worker of the sender's organisation.
    Colleague(WorkerId),
    /// A service of another organisation.
    Service(Service),
}

impl Command for OfferHandover {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let own = history.held_by(context)?;
        self.can_be_offered(history, context)?;
        if history.handovers().any(|handover| handover.open) {
            return Err(Code::HandoverOpen.into());
        }
        ticked_are_visible(history, context, &self.ticked)?;
        let handover = HandoverId(mint.mint());
        let receiver = match &self.to {
            OfferTo::Colleague(worker) => Receiver::Worker {
                worker: worker.clone(),
            },
            OfferTo::Service(service) => Receiver::Service {
                terms: service.terms.clone(),
            },
        };
        let asked = match &receiver {
            Receiver::Worker { .. } => own,
            Receiver::Service { terms } => terms,
        };
        let answer_by = asked.answer_by(context.now);
        let fact = self.fact(history, context, handover, asked, answer_by[0]);
        let what = What::HandoverOffered(HandoverOffered {
            handover,
            receiver,
            agreed: self.without_agreement.is_none(),
            ticked: self.ticked.clone(),
            answer_by,
            sender_leaves: self.sender_leaves,
        });
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

impl OfferHandover {
    fn can_be_offered(&self, history: &History, context: &Context) -> Result<(), Refusal> {
        match &self.to {
            OfferTo::Service(service) if service.terms.organisation == *context.organisation() => {
                return Err(Refusal::of(Code::ServiceOwn, "service_id"));
            }
            OfferTo::Colleague(worker) if history.is_led_by(context.organisation(), worker) => {
                return Err(Refusal::of(Code::LeadAlready, "worker"));
            }
            OfferTo::Colleague(_) if self.sender_leaves => {
                return Err(Refusal::of(Code::ChoiceMissing, "sender_leaves"));
            }
            _ => {}
        }
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        if self.outstanding.len() > OUTSTANDING_MAX {
            return Err(Refusal::of(Code::TooMany, "outstanding"));
        }
        self.introduction_on.map_or(Ok(()), |day| {
            calendar::to_come("introduction_on", day, context.now)
        })
    }

    fn fact(
        &self,
        history: &History,
        context: &Context,
        handover: HandoverId,
        asked: &ServiceTerms,
        answer_by: jiff::Timestamp,
    ) -> Fact {
        let to = match &self.to {
            OfferTo::Colleague(worker) => To::Worker {
                worker: worker.clone(),
            },
            OfferTo::Service(service) => To::Service {
                organisation: service.terms.organisation.clone(),
                service: service.terms.service,
                service_name: service.name.clone(),
            },
        };
        Fact {
            about: About::Handover { handover },
            // Asking this service reveals what naming it reveals; so does who asks.
            categories: self
                .categories
                .with(asked.reveals)
                .with(history.reveals(context.organisation())),
            restriction: None,
            replaces: None,
            content: Content::Handover(Told::Offered(Offer {
                from: context.organisation().clone(),
                to,
                summary: self.summary.clone(),
                outstanding: self.outstanding.clone(),
                introduction_on: self.introduction_on,
                without_agreement: self.without_agreement.clone(),
                answer_by,
                sender_leaves: self.sender_leaves,
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        role::Role,
        testing::{
            World, charity, gp, link_worker, note, offer_to_charity, offer_to_colleague, practice,
        },
    };

    #[test]
    fn until_it_is_accepted_the_sender_holds_the_case_and_the_receiver_is_invited() {
        let mut world = World::with_case();
        world
            .when(&gp(), &note("Asthma.", &[crate::Category::Health]))
            .unwrap();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let holder = &world.history.open_case().unwrap().holder;
        assert_eq!(holder.organisation, gp().organisation);
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["identity", "handover"]);
    }

    #[test]
    fn an_answer_is_due_in_the_receivers_opening_days() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let offered = world.history.handovers().next().unwrap();
        assert_eq!(offered.answer_by, charity().terms.answer_by(world.now));
    }

    #[test]
    fn one_offer_is_open_at_a_time() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let again = world.when(&gp(), &offer_to_colleague()).unwrap_err();
        assert_eq!(again.code, Code::HandoverOpen);
    }

    #[test]
    fn only_the_organisation_that_holds_the_case_can_offer_it() {
        let mut world = World::with_involved_charity();
        let to_practice = OfferHandover {
            to: OfferTo::Service(practice()),
            ..offer_to_charity()
        };
        let elsewhere = world.when(&link_worker(), &to_practice).unwrap_err();
        assert_eq!(elsewhere.code, Code::CaseHeldElsewhere);
        let manager = By {
            role: Role::Manager,
            ..gp()
        };
        let refusal = world.when(&manager, &offer_to_charity()).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
    }

    #[test]
    fn what_could_not_be_handed_over_is_refused_by_field() {
        let mut world = World::with_case();
        let offers = [
            (
                OfferHandover {
                    to: OfferTo::Service(practice()),
                    ..offer_to_charity()
                },
                "service_id",
            ),
            (
                OfferHandover {
                    to: OfferTo::Colleague(gp().worker),
                    ..offer_to_charity()
                },
                "worker",
            ),
            (
                OfferHandover {
                    sender_leaves: true,
                    ..offer_to_colleague()
                },
                "sender_leaves",
            ),
            (
                OfferHandover {
                    categories: Categories::NONE,
                    ..offer_to_charity()
                },
                "categories",
            ),
            (
                OfferHandover {
                    introduction_on: Some(jiff::civil::date(2020, 1, 1)),
                    ..offer_to_charity()
                },
                "introduction_on",
            ),
        ];
        for (offer, field) in offers {
            let refusal = world.when(&gp(), &offer).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some(field));
        }
    }
}
