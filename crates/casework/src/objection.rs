//! Objections to sharing: against whom, and what.

pub mod record;
pub mod withdraw;

use serde::{Deserialize, Serialize};

use crate::{
    category::Categories,
    ids::{EventId, OrganisationId, WorkerId},
    service::Purpose,
};

/// Against whom the person objects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "against", content = "id", rename_all = "kebab-case")]
pub enum Against {
    /// One organisation.
    Organisation(OrganisationId),
    /// One worker of an organisation.
    Worker(OrganisationId, WorkerId),
    /// Everything done through services of this purpose.
    Purpose(Purpose),
    /// Everybody.
    Everyone,
}

/// An objection, word-free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionRecorded {
    /// Against whom.
    pub against: Against,
    /// Which categories; all, where none are named.
    pub categories: Option<Categories>,
}

/// An objection as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The event that recorded it.
    pub event: EventId,
    /// Its place in the stream.
    pub version: u64,
    /// Its terms.
    pub terms: ObjectionRecorded,
}

impl Objection {
    /// Whether a fact of these categories is objected to.
    pub fn touches(&self, categories: Categories) -> bool {
        self.terms
            .categories
            .is_none_or(|objected| objected.touches(categories))
    }
}
