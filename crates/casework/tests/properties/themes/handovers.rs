//! Handovers, reassignments and the locality's custodian in the stories.

#[path = "handovers/told.rs"]
mod told;

use casework::{
    Categories, Role,
    custody::take::TakeCustody,
    event::{By, What},
    fact::About,
    handover::{
        CustodyTaken, Handover, HandoverOffered, Receiver,
        accept::AcceptHandover,
        cancel::CancelHandover,
        decline::DeclineHandover,
        offer::{OfferHandover, OfferTo},
    },
    ids::HandoverId,
    lead::reassign::ReassignLead,
    referral::DeclineReason,
    testing,
};
use proptest::prelude::*;

use super::{Needs, Step, Try, step};
use crate::{
    cast,
    mangle::{fact_id, id, moment, terms},
    plan::{Who, topics, who},
    story::{Story, pick, words},
};

pub use told::{asked, ended, leads, parties};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("offer_handover", Needs::Part),
    ("accept_handover", Needs::PartOnce),
    ("decline_handover", Needs::PartOnce),
    ("cancel_handover", Needs::PartOnce),
    ("overdue_handover", Needs::Nothing),
    ("reassign_lead", Needs::Part),
    ("take_custody", Needs::Nothing),
];

/// What is tried.
#[derive(Clone, Debug)]
enum Attempt {
    Offer {
        service: u8,
        colleague: bool,
        categories: Categories,
        agreed: bool,
        ticked: Vec<u8>,
        sender_leaves: bool,
    },
    Answer {
        handover: u8,
        stale: bool,
        how: Answer,
    },
    /// Nobody answers in time.
    Forget,
    Reassign,
    Take {
        custodian: u8,
        named: bool,
    },
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accept,
    Decline,
    Cancel,
}

/// Who tries it: mostly whoever is on the right side of it.
#[derive(Clone, Debug)]
struct Tried {
    who: Who,
    fits: bool,
    attempt: Attempt,
}

impl Try for Tried {
    fn carry_out(&self, story: &mut Story) {
        match &self.attempt {
            Attempt::Offer { .. } => self.offer(story),
            Attempt::Answer {
                handover,
                stale,
                how,
            } => self.answer(story, *handover, *stale, *how),
            Attempt::Forget => {
                let open = story.world.history.handovers().find(|offer| offer.open);
                if let Some(passes) = open.map(|offer| offer.answer_by[0]) {
                    story.world.now = story.world.now.max(passes);
                    story.timers(false);
                }
            }
            Attempt::Reassign => {
                let mut by = self.holder(story);
                if self.fits {
                    by.role = Role::Manager;
                }
                let worker = cast::worker(self.who.worker.into());
                story.send("reassign_lead", &by, &ReassignLead { worker });
            }
            Attempt::Take { custodian, named } => self.take(story, *custodian, *named),
        }
    }
}

impl Tried {
    fn holder(&self, story: &Story) -> By {
        let open = story.world.history.open_case();
        match open.filter(|_| self.fits) {
            Some(case) => cast::by(
                &case.holder.organisation,
                self.who.worker.into(),
                self.who.role,
            ),
            None => story.by(self.who),
        }
    }

    fn offer(&self, story: &mut Story) {
        let Attempt::Offer {
            service,
            colleague,
            categories,
            agreed,
            ticked,
            sender_leaves,
        } = &self.attempt
        else {
            return;
        };
        let by = self.holder(story);
        let passages: Vec<_> = story.passages().collect();
        let ticked = ticked
            .iter()
            .filter_map(|number| pick(&passages, *number))
            .map(|passage| passage.id)
            .collect();
        let to = if *colleague {
            OfferTo::Colleague(cast::worker(usize::from(self.who.worker) + 1))
        } else {
            OfferTo::Service(pick(&story.services, *service).cloned().unwrap())
        };
        let offer = OfferHandover {
            to,
            categories: *categories,
            without_agreement: (!agreed).then(|| words("There was no time to ask.")),
            ticked,
            sender_leaves: *sender_leaves,
            ..testing::handovers::offer_to_charity()
        };
        story.send("offer_handover", &by, &offer);
    }

    fn answer(&self, story: &mut Story, number: u8, stale: bool, how: Answer) {
        let all: Vec<&Handover> = story.world.history.handovers().collect();
        let open: Vec<&Handover> = all.iter().copied().filter(|one| one.open).collect();
        let Some(handover) = pick(if open.is_empty() { &all } else { &open }, number) else {
            return;
        };
        let handover = (*handover).clone();
        let worker = match &handover.receiver {
            Receiver::Worker { worker } => Some((handover.from.clone(), worker.clone())),
            Receiver::Service { .. } => None,
        };
        let asked = match &handover.receiver {
            Receiver::Service { terms } => &terms.organisation,
            Receiver::Worker { .. } => &handover.from,
        };
        let mut by = match how {
            _ if !self.fits => story.by(self.who),
            Answer::Cancel => cast::by(&handover.from, self.who.worker.into(), self.who.role),
            _ => cast::by(asked, self.who.worker.into(), self.who.role),
        };
        if let (true, false, Some((_, worker))) = (self.fits, matches!(how, Answer::Cancel), worker)
        {
            by.worker = worker;
        }
        let seen = if stale {
            handover.event
        } else {
            handover.last_event
        };
        let handover = handover.id;
        match how {
            Answer::Accept => {
                let accept = AcceptHandover {
                    handover,
                    seen,
                    words: None,
                };
                story.send("accept_handover", &by, &accept);
            }
            Answer::Decline => {
                let decline = DeclineHandover {
                    handover,
                    seen,
                    reason: DeclineReason::NoCapacity,
                    words: words("We are full."),
                };
                story.send("decline_handover", &by, &decline);
            }
            Answer::Cancel => {
                let cancel = CancelHandover {
                    handover,
                    seen,
                    words: None,
                };
                story.send("cancel_handover", &by, &cancel);
            }
        }
    }

    fn take(&self, story: &mut Story, custodian: u8, named: bool) {
        let Some(holder) = story.world.history.open_case() else {
            return;
        };
        let from = holder.holder.organisation.clone();
        let service = pick(&story.services, custodian).cloned().unwrap();
        let organisation = service.terms.organisation.clone();
        let role = if self.fits {
            Role::LocalityCustodian
        } else {
            self.who.role
        };
        let take = TakeCustody {
            from,
            custodian: named.then(|| organisation.clone()),
            service,
            lead: cast::worker(0),
            ..testing::handovers::take_custody()
        };
        let by = cast::by(&organisation, self.who.worker.into(), role);
        story.send("take_custody", &by, &take);
    }
}

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let tried =
        |attempt: BoxedStrategy<Attempt>, fits: f64| {
            step(
                (who(), prop::bool::weighted(fits), attempt)
                    .prop_map(|(who, fits, attempt)| Tried { who, fits, attempt }),
            )
        };
    let offer = (
        any::<u8>(),
        prop::bool::weighted(0.3),
        topics(),
        any::<bool>(),
        prop::collection::vec(any::<u8>(), 0..2),
        any::<bool>(),
    )
        .prop_map(
            |(service, colleague, categories, agreed, ticked, sender_leaves)| Attempt::Offer {
                service,
                colleague,
                categories,
                agreed,
                ticked,
                sender_leaves,
            },
        );
    let how = prop_oneof![
        4 => Just(Answer::Accept),
        2 => Just(Answer::Decline),
        2 => Just(Answer::Cancel),
    ];
    let answer =
        (any::<u8>(), prop::bool::weighted(0.1), how).prop_map(|(handover, stale, how)| {
            Attempt::Answer {
                handover,
                stale,
                how,
            }
        });
    let take = (any::<u8>(), prop::bool::weighted(0.8))
        .prop_map(|(custodian, named)| Attempt::Take { custodian, named });
    vec![
        (8, tried(offer.boxed(), 0.9)),
        (6, tried(answer.boxed(), 0.85)),
        (2, tried(Just(Attempt::Reassign).boxed(), 0.7)),
        (2, tried(take.boxed(), 0.7)),
        (2, tried(Just(Attempt::Forget).boxed(), 1.0)),
    ]
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let handover = || id().prop_map(HandoverId);
    let receiver = prop_oneof![
        any::<u8>().prop_map(|worker| Receiver::Worker {
            worker: cast::worker(worker.into())
        }),
        terms().prop_map(|terms| Receiver::Service { terms }),
    ];
    let offered = (
        handover(),
        receiver,
        any::<bool>(),
        prop::collection::vec(fact_id(), 0..3),
        any::<bool>(),
        [moment(), moment()],
    )
        .prop_map(
            |(handover, receiver, agreed, ticked, sender_leaves, answer_by)| {
                What::HandoverOffered(HandoverOffered {
                    handover,
                    receiver,
                    agreed,
                    ticked,
                    sender_leaves,
                    answer_by,
                })
            },
        );
    let taken = (handover(), any::<u8>(), terms()).prop_map(|(handover, from, terms)| {
        What::CustodyTaken(CustodyTaken {
            handover,
            from: cast::organisation(from.into()),
            terms,
            lead: cast::worker(0),
        })
    });
    vec![
        offered.boxed(),
        taken.boxed(),
        handover()
            .prop_map(|handover| What::HandoverAccepted { handover })
            .boxed(),
        handover()
            .prop_map(|handover| What::HandoverDeclined {
                handover,
                reason: DeclineReason::Other,
            })
            .boxed(),
        handover()
            .prop_map(|handover| What::HandoverCancelled { handover })
            .boxed(),
        (handover(), any::<bool>())
            .prop_map(|(handover, escalated)| What::HandoverOverdue {
                handover,
                escalated,
            })
            .boxed(),
        Just(What::LeadReassigned {
            lead: cast::worker(1),
        })
        .boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let handover = id().prop_map(|handover| About::Handover {
        handover: HandoverId(handover),
    });
    vec![handover.boxed()]
}
