//! Safeguarding concerns in the stories.

use std::collections::BTreeSet;

use casework::{
    concern::{
        self, Concern, ConcernClosed, ConcernRaised, ConcernTold, Outcome, Subject,
        close::CloseConcern, raise::RaiseConcern,
    },
    concern_told::record::RecordConcernTold,
    event::{By, Event, What},
    fact::About,
    ids::{ConcernId, WorkerId},
};
use jiff::ToSpan;
use proptest::prelude::*;

use super::{Needs, Step, Try};
use crate::{
    cast,
    mangle::{id, moment},
    plan::{Who, topics, who},
    story::{Story, pick, words},
    telling::DutyOf,
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("raise_concern", Needs::PartOnce),
    ("record_concern_told", Needs::PartOnce),
    ("close_concern", Needs::PartOnce),
    ("overdue_concern", Needs::Nothing),
];

/// What is tried.
#[derive(Clone, Debug)]
enum Attempt {
    Raise {
        categories: casework::Categories,
        somebody_else: bool,
        immediate_danger: bool,
    },
    Told {
        concern: u8,
        tomorrow: bool,
    },
    Close {
        concern: u8,
        stale: bool,
    },
}

/// Who tries it, with which of the organisation's workers as its leads.
#[derive(Clone, Debug)]
struct Tried {
    who: Who,
    /// Whether they are of the concern's organisation, where there is one.
    theirs: bool,
    leads: Vec<u8>,
    attempt: Attempt,
}

impl Try for Tried {
    fn carry_out(&self, story: &mut Story) {
        let leads: BTreeSet<WorkerId> = self
            .leads
            .iter()
            .map(|place| cast::worker((*place).into()))
            .collect();
        match self.attempt {
            Attempt::Raise {
                categories,
                somebody_else,
                immediate_danger,
            } => {
                let raise = RaiseConcern {
                    subject: if somebody_else {
                        Subject::SomebodyElse(words("Her grandson."))
                    } else {
                        Subject::Person
                    },
                    categories,
                    immediate_danger,
                    leads,
                    ..concern::testing::concern()
                };
                story.send("raise_concern", &story.by(self.who), &raise);
            }
            Attempt::Told { concern, tomorrow } => {
                let Some(concern) = chosen(story, concern, |concern| !concern.told) else {
                    return;
                };
                let at = story.world.now + if tomorrow { 1.hour() } else { 0.hours() };
                let told = RecordConcernTold {
                    concern: concern.id,
                    leads,
                    ..concern::testing::told(&story.world.history, at)
                };
                story.send("record_concern_told", &self.by(story, &concern), &told);
            }
            Attempt::Close { concern, stale } => {
                let Some(concern) = chosen(story, concern, |concern| !concern.closed) else {
                    return;
                };
                let close = CloseConcern {
                    concern: concern.id,
                    seen: if stale {
                        concern.event
                    } else {
                        concern.last_event
                    },
                    outcome: Outcome::KnownAlready,
                    words: words("The council knows."),
                    leads,
                };
                story.send("close_concern", &self.by(story, &concern), &close);
            }
        }
    }
}

impl Tried {
    fn by(&self, story: &Story, concern: &Concern) -> By {
        if self.theirs {
            cast::by(&concern.organisation, self.who.worker.into(), self.who.role)
        } else {
            story.by(self.who)
        }
    }
}

/// One of the concerns: where there are some, of those that wait for this.
fn chosen(story: &Story, number: u8, waits: impl Fn(&Concern) -> bool) -> Option<Concern> {
    let all: Vec<_> = story.world.history.concerns().collect();
    let waiting: Vec<_> = all.iter().copied().filter(|one| waits(one)).collect();
    let from = if waiting.is_empty() { &all } else { &waiting };
    pick(from, number).map(|concern| (*concern).clone())
}

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let step = |attempt: BoxedStrategy<Attempt>| {
        let leads = prop::collection::vec(0..2_u8, 0..3);
        (who(), prop::bool::weighted(0.9), leads, attempt)
            .prop_map(|(who, theirs, leads, attempt)| {
                std::sync::Arc::new(Tried {
                    who,
                    theirs,
                    leads,
                    attempt,
                }) as Step
            })
            .boxed()
    };
    let raise = (topics(), any::<bool>(), prop::bool::weighted(0.3)).prop_map(
        |(categories, somebody_else, immediate_danger)| Attempt::Raise {
            categories,
            somebody_else,
            immediate_danger,
        },
    );
    let told = (any::<u8>(), prop::bool::weighted(0.1))
        .prop_map(|(concern, tomorrow)| Attempt::Told { concern, tomorrow });
    let close = (any::<u8>(), prop::bool::weighted(0.1))
        .prop_map(|(concern, stale)| Attempt::Close { concern, stale });
    vec![
        (4, step(raise.boxed())),
        (2, step(told.boxed())),
        (3, step(close.boxed())),
    ]
}

/// Events of any content, with few ids.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let concern = || id().prop_map(ConcernId);
    let leads = || prop::collection::btree_set((0..2_usize).prop_map(cast::worker), 0..3);
    let raised =
        (concern(), leads(), [moment(), moment()]).prop_map(|(concern, leads, tell_by)| {
            What::ConcernRaised(ConcernRaised {
                concern,
                leads,
                tell_by,
            })
        });
    let told = (concern(), leads())
        .prop_map(|(concern, leads)| What::ConcernTold(ConcernTold { concern, leads }));
    let closed = (concern(), leads()).prop_map(|(concern, leads)| {
        What::ConcernClosed(ConcernClosed {
            concern,
            leads,
            outcome: Outcome::NoConcern,
        })
    });
    let overdue = (concern(), any::<bool>())
        .prop_map(|(concern, escalated)| What::ConcernOverdue { concern, escalated });
    vec![
        raised.boxed(),
        told.boxed(),
        closed.boxed(),
        overdue.boxed(),
    ]
}

/// What facts can be about, with few ids.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let concern = id().prop_map(|concern| About::Concern {
        concern: ConcernId(concern),
    });
    vec![concern.boxed()]
}

/// Who reads a concern by duty: whoever was a lead of the organisation of its author when it was raised, when
/// somebody was told or when it was closed.
pub fn duties(events: &[Event]) -> Vec<DutyOf<'_>> {
    let mut duties: Vec<DutyOf<'_>> = Vec::new();
    let mut raised_before = BTreeSet::new();
    for (place, event) in events.iter().enumerate() {
        let What::ConcernRaised(raised) = &event.what else {
            continue;
        };
        if !raised_before.insert(raised.concern) {
            continue;
        }
        let theirs = events[place + 1..]
            .iter()
            .filter(|later| later.by.organisation == event.by.organisation);
        let later = theirs.filter_map(|later| match &later.what {
            What::ConcernTold(told) if told.concern == raised.concern => Some(&told.leads),
            What::ConcernClosed(closed) if closed.concern == raised.concern => Some(&closed.leads),
            _ => None,
        });
        let leads = [&raised.leads].into_iter().chain(later).flatten();
        duties.extend(leads.map(|worker| DutyOf {
            about: About::Concern {
                concern: raised.concern,
            },
            event: event.id,
            organisation: &event.by.organisation,
            worker,
        }));
    }
    duties
}
