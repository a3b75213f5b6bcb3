//! Duties to disclose: a court order, or a safeguarding duty, names exactly some facts and who is to see them.

pub mod end;
pub mod record;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::LastDay,
    event::By,
    history::{History, Recorded},
    ids::{EventId, FactId, OrganisationId},
};

/// What sort of duty it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// A court ordered it.
    CourtOrder,
    /// Safeguarding demands it.
    Safeguarding,
}

/// A duty to disclose, word-free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRecorded {
    /// Who is to see the facts.
    pub organisation: OrganisationId,
    /// Exactly these.
    pub facts: Vec<FactId>,
    /// Until when, where an end was given.
    pub until: Option<LastDay>,
}

/// A duty as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The event that recorded it.
    pub event: EventId,
    /// Who recorded it.
    pub recorded_by: OrganisationId,
    /// Its terms.
    pub terms: DutyRecorded,
}

impl Duty {
    /// Whether it names the fact: itself, or an older version of it. It names its own record too.
    pub fn names(&self, history: &History, recorded: &Recorded) -> bool {
        let named = |version: &Recorded| self.terms.facts.contains(&version.id);
        recorded.id.event == self.event || named(recorded) || history.older(recorded).any(named)
    }
}

impl History {
    /// Takes in a duty.
    pub(crate) fn owe(&mut self, event: EventId, by: &By, terms: DutyRecorded) {
        self.organisations.insert(terms.organisation.clone());
        let recorded_by = by.organisation.clone();
        self.duties.push(Duty {
            event,
            recorded_by,
            terms,
        });
    }
}
