//! Handovers: custody is offered to a colleague or to a service of another organisation, and moves when it is accepted.

pub mod accept;
pub mod cancel;
pub mod decline;
pub mod offer;
pub mod overdue;
pub mod told;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Party},
    category::Categories,
    command::Context,
    disclosure::shown_to,
    event::{By, Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, HandoverId, OrganisationId, WorkerId},
    refusal::{Code, Refusal},
    service::ServiceTerms,
};

pub use told::{Offer, To, Told};

/// To whom custody is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Receiver {
    /// A worker of the organisation that holds the case.
    Worker {
        /// Who it is.
        worker: WorkerId,
    },
    /// A service of another organisation.
    Service {
        /// Its terms, as it was registered then.
        terms: ServiceTerms,
    },
}

/// What the event means that offers a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverOffered {
    /// The handover.
    pub handover: HandoverId,
    /// To whom.
    pub receiver: Receiver,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The passages that the person wants the receiver to see.
    pub ticked: Vec<FactId>,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
    /// Whether the sender's part ends when it is accepted.
    pub sender_leaves: bool,
}

/// What the event means with which the locality's custodian takes a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyTaken {
    /// It is followed like a handover.
    pub handover: HandoverId,
    /// Who held the case.
    pub from: OrganisationId,
    /// The custodian's service through which it takes part, as it was registered then.
    pub terms: ServiceTerms,
    /// Who leads.
    pub lead: WorkerId,
}

/// A handover as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Its id.
    pub id: HandoverId,
    /// The event that offered it.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// Who held the case then.
    pub from: OrganisationId,
    /// To whom it was offered.
    pub receiver: Receiver,
    /// Whether the person agreed to it.
    pub agreed: bool,
    /// The passages that the person wants the receiver to see.
    pub ticked: Vec<FactId>,
    /// Whether the sender's part ends when it is accepted.
    pub sender_leaves: bool,
    /// The categories of what was written.
    pub categories: Categories,
    /// When an answer is due, and when it is due a second time.
    pub answer_by: [Timestamp; 2],
    /// Whether an answer is waited for.
    pub open: bool,
    /// How many of the two answer-by times have been recorded as past.
    pub overdue: usize,
    /// The last event on it.
    pub last_event: EventId,
}

impl Handover {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Handover { handover: self.id }
    }

    /// The case has ended, and nobody waits for an answer any longer.
    pub(crate) fn end(&mut self, event: EventId) {
        if self.open {
            (self.open, self.last_event) = (false, event);
        }
    }

    /// As disclosure looks at it; none where it stays within the organisation.
    pub fn ask(&self) -> Option<Ask<'_>> {
        let Receiver::Service { terms } = &self.receiver else {
            return None;
        };
        Some(Ask {
            about: self.about(),
            event: self.event,
            version: self.version,
            from: &self.from,
            terms,
            agreed: self.agreed,
            ticked: &self.ticked,
            open: self.open,
        })
    }

    /// Who has a part in it where it stays within the organisation: what a timer records is shown to nobody otherwise.
    pub fn party(&self) -> Option<Party<'_>> {
        match self.receiver {
            Receiver::Worker { .. } => Some(Party {
                about: self.about(),
                event: self.event,
                agreed: None,
                organisation: &self.from,
            }),
            Receiver::Service { .. } => None,
        }
    }

    /// A fact about it.
    pub(crate) fn fact(&self, told: Told) -> Fact {
        Fact {
            about: self.about(),
            categories: self.categories,
            restriction: None,
            replaces: None,
            content: Content::Handover(told),
        }
    }

    /// The draft of an event that records one fact about it.
    fn draft(&self, what: What, told: Told) -> Vec<Draft> {
        vec![Draft {
            what,
            facts: vec![self.fact(told)],
        }]
    }
}

impl History {
    /// Every handover.
    pub fn handovers(&self) -> impl Iterator<Item = &Handover> {
        self.handovers.values()
    }

    /// One handover.
    pub fn handover(&self, id: HandoverId) -> Option<&Handover> {
        self.handovers.get(&id)
    }

    pub(crate) fn handover_offered(
        &mut self,
        event: EventId,
        by: &By,
        offered: HandoverOffered,
        categories: Categories,
    ) {
        if let Receiver::Service { terms } = &offered.receiver {
            self.organisations.insert(terms.organisation.clone());
        }
        let version = self.version();
        self.handovers.entry(offered.handover).or_insert(Handover {
            id: offered.handover,
            event,
            version,
            from: by.organisation.clone(),
            receiver: offered.receiver,
            agreed: offered.agreed,
            ticked: offered.ticked,
            sender_leaves: offered.sender_leaves,
            categories,
            answer_by: offered.answer_by,
            open: true,
            overdue: 0,
            last_event: event,
        });
    }

    pub(crate) fn handover_accepted(&mut self, id: HandoverId, event: EventId, by: &By) {
        let Some(handover) = self.handover_ended(id, event) else {
            return;
        };
        let organisation = match handover.receiver {
            Receiver::Worker { .. } => handover.from,
            Receiver::Service { terms } => {
                let organisation = terms.organisation.clone();
                let about = About::Handover { handover: id };
                self.involve(event, terms, Some(about));
                if handover.sender_leaves {
                    self.end_involvements(event, |i| i.terms.organisation == handover.from);
                }
                organisation
            }
        };
        self.led_by(event, organisation, by.worker.clone());
    }

    /// Nobody waits for an answer any longer; none where nobody did.
    pub(crate) fn handover_ended(&mut self, id: HandoverId, event: EventId) -> Option<Handover> {
        let handover = self.handovers.get_mut(&id).filter(|one| one.open)?;
        handover.open = false;
        handover.last_event = event;
        Some(handover.clone())
    }

    pub(crate) fn handover_overdue(&mut self, id: HandoverId, event: EventId) {
        if let Some(handover) = self.handovers.get_mut(&id).filter(|one| one.open) {
            handover.overdue += 1;
            handover.last_event = event;
        }
    }

    pub(crate) fn custody_taken(
        &mut self,
        event: EventId,
        taken: CustodyTaken,
        categories: Categories,
    ) {
        let CustodyTaken {
            handover: id,
            from,
            terms,
            lead,
        } = taken;
        if self.handovers.contains_key(&id) {
            return;
        }
        // What the former holder offered is not its to give any longer.
        let offered = self.handovers.values_mut().filter(|one| one.open);
        offered.for_each(|one| (one.open, one.last_event) = (false, event));
        let organisation = terms.organisation.clone();
        self.organisations.insert(from.clone());
        let handover = Handover {
            id,
            event,
            version: self.version(),
            from,
            receiver: Receiver::Service {
                terms: terms.clone(),
            },
            agreed: false,
            ticked: Vec::new(),
            sender_leaves: false,
            categories,
            answer_by: [Timestamp::MAX; 2],
            open: false,
            overdue: 0,
            last_event: event,
        };
        let about = handover.about();
        self.handovers.insert(id, handover);
        self.involve(event, terms, Some(about));
        self.led_by(event, organisation, lead);
    }
}

/// The open handover that somebody of the caller's organisation is offered; `seen` as for referrals.
fn to_answer<'a>(
    history: &'a History,
    id: HandoverId,
    seen: EventId,
    context: &Context,
) -> Result<&'a Handover, Refusal> {
    let handover = visible(history, id, context, |handover| match &handover.receiver {
        Receiver::Worker { .. } => handover.from == *context.organisation(),
        Receiver::Service { terms } => terms.organisation == *context.organisation(),
    })?;
    if let Receiver::Worker { worker } = &handover.receiver
        && *worker != context.by.worker
    {
        return Err(Code::HandoverForAnother.into());
    }
    unchanged(handover, seen)
}

/// The handover, where the caller may see how it was offered and is on the side of it that is meant.
fn visible<'a>(
    history: &'a History,
    id: HandoverId,
    context: &Context,
    side: impl Fn(&Handover) -> bool,
) -> Result<&'a Handover, Refusal> {
    context.acting_for_organisation()?;
    let seen = |handover: &&Handover| {
        let first = FactId {
            event: handover.event,
            index: 0,
        };
        let offered = history.fact(first);
        side(handover)
            && offered.is_some_and(|offered| shown_to(history, &context.by, offered, context.now))
    };
    let Some(handover) = history.handover(id).filter(seen) else {
        return Err(Refusal::of(Code::HandoverUnknown, "handover_id"));
    };
    Ok(handover)
}

fn unchanged(handover: &Handover, seen: EventId) -> Result<&Handover, Refusal> {
    if !handover.open {
        return Err(Code::HandoverAnswered.into());
    }
    if handover.last_event != seen {
        return Err(Refusal::of(Code::Stale, "token"));
    }
    Ok(handover)
}
