//! `AcceptHandover`: custody moves to whoever accepts.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{Content, Fact},
    handover::{Handover, Offer, Receiver, To, Told, to_answer},
    history::History,
    ids::{EventId, FactId, HandoverId, Mint},
    lead::{Leads, former_lead, leads},
    refusal::Refusal,
    words::Words,
};

/// Accepts a handover; the caller leads from then on.
#[derive(Clone, Debug)]
pub struct AcceptHandover {
    /// The handover.
    pub handover: HandoverId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// A word to the sender.
    pub words: Option<Words>,
}

impl Command for AcceptHandover {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let handover = to_answer(history, self.handover, self.seen, context)?;
        let answer = handover.fact(Told::Accepted {
            worker: context.by.worker.clone(),
            words: self.words.clone(),
        });
        let what = What::HandoverAccepted {
            handover: handover.id,
        };
        let facts = [answer]
            .into_iter()
            .chain(involvements(history, handover, context));
        Ok(vec![Draft {
            what,
            facts: facts.collect(),
        }])
    }
}

/// Who leads now, and what part the former lead has.
fn involvements(history: &History, handover: &Handover, context: &Context) -> Vec<Fact> {
    let worker = context.by.worker.clone();
    let Receiver::Service { terms } = &handover.receiver else {
        return vec![leads(history, Leads::Colleague(worker))];
    };
    let offered = history.fact(FactId {
        event: handover.event,
        index: 0,
    });
    // The name stands in the offer's words, which may have been erased.
    let service_name = offered.and_then(|offered| match &offered.fact.content {
        Content::Handover(Told::Offered(Offer {
            to: To::Service { service_name, .. },
            ..
        })) => Some(service_name.clone()),
        _ => None,
    });
    let stays = (!handover.sender_leaves).then(|| former_lead(history));
    let new = leads(
        history,
        Leads::Service {
            terms,
            service_name,
            worker,
        },
    );
    [new].into_iter().chain(stays.flatten()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        custody::Holder,
        event::By,
        handover::offer::OfferHandover,
        refusal::Code,
        testing::{
            World, accept_handover, colleague, gp, link_worker, offer_to_charity,
            offer_to_colleague,
        },
    };

    fn holder(world: &World) -> Holder {
        world.history.open_case().unwrap().holder.clone()
    }

    #[test]
    fn custody_moves_and_the_sender_stays_involved() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let events = world.when(&link_worker(), &accept_handover(&world.history));
        assert_eq!(
            holder(&world),
            Holder {
                organisation: link_worker().organisation,
                worker: link_worker().worker
            }
        );
        assert!(world.history.involves(&gp().organisation));
        assert!(world.history.involves(&link_worker().organisation));
        // The answer, who leads, and what part the former lead has: the sender is shown all three.
        assert_eq!(world.shown(&gp(), events.unwrap()[0].id), 3);
    }

    #[test]
    fn a_sender_who_leaves_keeps_the_handover_and_its_own_record() {
        let mut world = World::with_case();
        let offer = OfferHandover {
            sender_leaves: true,
            ..offer_to_charity()
        };
        let opened = world.events[0].id;
        let offered = world.when(&gp(), &offer).unwrap()[0].id;
        let accepted = world
            .when(&link_worker(), &accept_handover(&world.history))
            .unwrap()[0]
            .id;
        assert!(!world.history.involves(&gp().organisation));
        let shown = [opened, offered, accepted].map(|event| world.shown(&gp(), event));
        assert_eq!(shown, [2, 1, 1]);
    }

    #[test]
    fn a_colleague_accepts_for_themselves_alone() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_colleague()).unwrap();
        let accept = accept_handover(&world.history);
        let refusal = world.when(&gp(), &accept).unwrap_err();
        assert_eq!(refusal.code, Code::HandoverForAnother);
        let unknown = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(unknown.code, Code::HandoverUnknown);
        world.when(&colleague(), &accept).unwrap();
        assert_eq!(holder(&world).worker, colleague().worker);
    }

    #[test]
    fn who_leads_is_told_by_a_new_version_and_nobody_is_left_with_the_old_one() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let events = world
            .when(&link_worker(), &accept_handover(&world.history))
            .unwrap();
        let leads: Vec<_> = events[0]
            .facts
            .iter()
            .filter_map(|fact| match &fact.content {
                Content::Involvement { worker, lead, .. } => {
                    Some((worker.clone(), *lead, fact.replaces.is_some()))
                }
                _ => None,
            })
            .collect();
        let expected = [
            (link_worker().worker, true, true),
            (gp().worker, false, false),
        ];
        assert_eq!(leads, expected);
    }

    #[test]
    fn it_is_answered_once_and_by_whoever_has_seen_it() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let accept = accept_handover(&world.history);
        let stale = AcceptHandover {
            seen: EventId(uuid::Uuid::nil()),
            ..accept.clone()
        };
        let manager = By {
            role: crate::Role::Manager,
            ..link_worker()
        };
        for (by, command, code) in [
            (link_worker(), &stale, Code::Stale),
            (manager, &accept, Code::RoleNotAllowed),
            (gp(), &accept, Code::HandoverUnknown),
        ] {
            assert_eq!(world.when(&by, command).unwrap_err().code, code);
        }
        world.when(&link_worker(), &accept).unwrap();
        let again = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(again.code, Code::HandoverAnswered);
    }
}
