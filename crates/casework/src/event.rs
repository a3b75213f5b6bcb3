//! What happened in one person's stream: who did it, when, what it means for the rules, and the facts.
//!
//! [`What`] is word-free: custody, sharing and referrals can be folded without reading a word.

mod kinds;
mod what;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    fact::Fact,
    ids::{EventId, OrganisationId, WorkerId},
    role::Role,
};

pub use kinds::{Effect, Kinds};
pub use what::What;

/// One event of a stream, whose kinds are `W`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<W = What> {
    /// Its id.
    pub id: EventId,
    /// When it was recorded; never goes back within a stream.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub by: By,
    /// What it means for the rules.
    pub what: W,
    /// The facts that it recorded.
    pub facts: Vec<Fact>,
}

/// What a command decides: an event that has no id and time yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<W = What> {
    /// What it means for the rules.
    pub what: W,
    /// The facts that it records.
    pub facts: Vec<Fact>,
}

/// Who recorded an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct By {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Which of its workers.
    pub worker: WorkerId,
    /// In which role.
    pub role: Role,
}
