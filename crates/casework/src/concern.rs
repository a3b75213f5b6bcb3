//! Safeguarding concerns: what somebody saw or was told, for its author and their organisation's safeguarding leads.
//!
//! A concern is restricted from the start and kept from the person's page: whoever it is about may read over their
//! shoulder. It is not shared on anybody's consent (Care Act 2014, section 42), and so no objection takes it from the
//! leads: they read it by duty, as whoever objects may do so under the influence of whom the concern is about. Its
//! author reads it as their own record, which an objection to them by name takes away as it takes everything else.
//! Nobody outside the organisation is shown it; whom it was told to is recorded.

pub mod close;
pub mod overdue;
pub mod raise;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{LastDay, date_at},
    category::Categories,
    command::Context,
    disclosure::shown_to,
    event::By,
    fact::{About, Restriction},
    history::History,
    ids::{ConcernId, EventId, FactId, OrganisationId, WorkerId},
    refusal::{Code, Refusal},
    words::Words,
};

/// How soon somebody has to be told where there is immediate danger, and the least time that anybody is given.
const AT_ONCE: SignedDuration = SignedDuration::from_hours(2);

/// A concern was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernRaised {
    /// The concern.
    pub concern: ConcernId,
    /// The organisation's safeguarding leads.
    pub leads: BTreeSet<WorkerId>,
    /// By when somebody has to be told, and when it is overdue a second time.
    pub tell_by: [Timestamp; 2],
}

/// Somebody was told of a concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernTold {
    /// The concern.
    pub concern: ConcernId,
    /// The organisation's safeguarding leads by now.
    pub leads: BTreeSet<WorkerId>,
}

/// A concern was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernClosed {
    /// The concern.
    pub concern: ConcernId,
    /// The organisation's safeguarding leads by now.
    pub leads: BTreeSet<WorkerId>,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whom a concern is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The person.
    Person,
    /// A child or an adult at risk who is linked to the person.
    SomebodyElse(Words),
}

/// Who was told of a concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// The council's safeguarding team for adults.
    CouncilForAdults,
    /// The council's safeguarding team for children.
    CouncilForChildren,
    /// The police.
    Police,
    /// An ambulance, or another emergency service.
    EmergencyService,
    /// A safeguarding lead or manager of the organisation itself.
    OwnOrganisation,
    /// Somebody else, named.
    Other,
}

/// What came of a concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The council makes an enquiry.
    Enquiry,
    /// Something was done, and nobody is at risk any more.
    MadeSafe,
    /// It was known already, and is being dealt with.
    KnownAlready,
    /// It turned out to be no concern.
    NoConcern,
}

/// What is said of a concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "concern", rename_all = "kebab-case")]
pub enum Told {
    /// As it was raised.
    Raised {
        /// What was seen or said.
        words: Words,
        /// Whom it is about.
        subject: Subject,
        /// The person's name, as the author saw it: a lead need not see anything else of the person.
        name: Option<Words>,
        /// Whether somebody is in immediate danger.
        immediate_danger: bool,
        /// What was done at once.
        done: Option<Words>,
        /// By when somebody has to be told.
        tell_by: Timestamp,
    },
    /// Somebody was told.
    SomebodyTold {
        /// Who.
        whom: Whom,
        /// Who it was by name, as they gave it.
        name: Words,
        /// When.
        at: Timestamp,
        /// What was said and agreed.
        words: Option<Words>,
    },
    /// The time to tell somebody has passed.
    Overdue {
        /// By when somebody had to be told.
        tell_by: Timestamp,
        /// Whether a second day has passed, too.
        escalated: bool,
    },
    /// It was closed.
    Closed {
        /// What came of it.
        outcome: Outcome,
        /// In words.
        words: Words,
    },
}

/// A concern as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// The event that raised it.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// The organisation of its author.
    pub organisation: OrganisationId,
    /// Who raised it.
    pub author: WorkerId,
    /// Everybody who has been a safeguarding lead of the organisation while it was dealt with.
    pub leads: BTreeSet<WorkerId>,
    /// By when somebody has to be told, and when it is overdue a second time.
    pub tell_by: [Timestamp; 2],
    /// The categories of what was written.
    pub categories: Categories,
    /// Whether anybody was told.
    pub told: bool,
    /// Whether it was closed.
    pub closed: bool,
    /// How many of the two times to tell somebody have been recorded as past.
    pub overdue: usize,
    /// The last event on it.
    pub last_event: EventId,
}

impl Concern {
    /// What its facts are about.
    pub const fn about(&self) -> About {
        About::Concern { concern: self.id }
    }

    /// When it is next overdue; none where somebody was told, or it is closed. No pause and no end of the case stops
    /// this clock.
    pub fn due(&self) -> Option<Timestamp> {
        let waits = !self.told && !self.closed;
        self.tell_by.get(self.overdue).copied().filter(|_| waits)
    }

    /// Who reads what is recorded about it.
    fn readers(&self, leads: &BTreeSet<WorkerId>) -> Restriction {
        let mut workers = &self.leads | leads;
        workers.insert(self.author.clone());
        restricted_to(&self.organisation, workers)
    }
}

/// A person's concerns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Concerns(BTreeMap<ConcernId, Concern>);

impl Concerns {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Concern> {
        self.0.values()
    }

    pub(crate) fn get(&self, id: ConcernId) -> Option<&Concern> {
        self.0.get(&id)
    }

    /// Takes in those of a record that was merged into this one.
    pub(crate) fn join(&mut self, theirs: Concerns) {
        for (id, concern) in theirs.0 {
            self.0.entry(id).or_insert(concern);
        }
    }

    /// Leaves those that stay.
    pub(crate) fn retain(&mut self, stays: impl Fn(&Concern) -> bool) {
        self.0.retain(|_, concern| stays(concern));
    }

    pub(crate) fn raised(
        &mut self,
        (event, version): (EventId, u64),
        by: &By,
        raised: ConcernRaised,
        categories: Categories,
    ) {
        let ConcernRaised {
            concern: id,
            leads,
            tell_by,
        } = raised;
        self.0.entry(id).or_insert(Concern {
            id,
            event,
            version,
            organisation: by.organisation.clone(),
            author: by.worker.clone(),
            leads,
            tell_by,
            categories,
            told: false,
            closed: false,
            overdue: 0,
            last_event: event,
        });
    }

    pub(crate) fn told(&mut self, event: EventId, by: &By, told: ConcernTold) {
        if let Some(concern) = self.of(told.concern, by) {
            concern.told = true;
            concern.leads.extend(told.leads);
            concern.last_event = event;
        }
    }

    pub(crate) fn closed(&mut self, event: EventId, by: &By, closed: ConcernClosed) {
        if let Some(concern) = self.of(closed.concern, by) {
            concern.closed = true;
            concern.leads.extend(closed.leads);
            concern.last_event = event;
        }
    }

    pub(crate) fn overdue(&mut self, event: EventId, by: &By, id: ConcernId) {
        if let Some(concern) = self.of(id, by) {
            concern.overdue += 1;
            concern.last_event = event;
        }
    }

    /// A concern is its own organisation's alone.
    fn of(&mut self, id: ConcernId, by: &By) -> Option<&mut Concern> {
        let concern = self.0.get_mut(&id);
        concern.filter(|concern| concern.organisation == by.organisation)
    }
}

/// By when somebody is to be told of a concern that is raised now: by the end of the day in London, with at least two
/// hours' time, and within two hours where there is immediate danger. Then the end of the day in which that falls.
pub(crate) fn tell_by(now: Timestamp, immediate_danger: bool) -> [Timestamp; 2] {
    let soon = now.saturating_add(AT_ONCE).unwrap_or(Timestamp::MAX);
    let first = if immediate_danger {
        soon
    } else {
        soon.max(end_of_day(now))
    };
    [first, end_of_day(first)]
}

fn end_of_day(at: Timestamp) -> Timestamp {
    LastDay::on(date_at(at)).map_or(Timestamp::MAX, |day| day.ends_at)
}

/// For these workers alone, and never for the person.
fn restricted_to(organisation: &OrganisationId, workers: BTreeSet<WorkerId>) -> Restriction {
    Restriction {
        organisations: BTreeSet::new(),
        workers: [(organisation.clone(), workers)].into(),
        kept_from_person: true,
        ..Restriction::default()
    }
}

/// The concern, which the caller reads; for anybody else there is no such concern.
pub(crate) fn read<'a>(
    history: &'a History,
    id: ConcernId,
    context: &Context,
) -> Result<&'a Concern, Refusal> {
    // The role is looked at first: a colleague in another role is told the same whether there is a concern or not.
    context.acting_for_organisation()?;
    let reads = |concern: &&Concern| {
        let raised = history.fact(FactId {
            event: concern.event,
            index: 0,
        });
        concern.organisation == *context.organisation()
            && raised.is_some_and(|raised| shown_to(history, &context.by, raised, context.now))
    };
    let concern = history.concern(id).filter(reads);
    concern.ok_or(Refusal::of(Code::ConcernUnknown, "concern_id"))
}

/// A fact about a concern, for those who read it.
pub(crate) fn fact(
    history: &History,
    concern: &Concern,
    leads: &BTreeSet<WorkerId>,
    told: Told,
) -> crate::fact::Fact {
    crate::fact::Fact {
        about: concern.about(),
        categories: concern
            .categories
            .with(history.reveals(&concern.organisation)),
        restriction: Some(concern.readers(leads)),
        replaces: None,
        content: crate::fact::Content::Concern(told),
    }
}
