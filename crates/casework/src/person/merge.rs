//! `MergePerson`: two records turn out to be of one person, and become one.
//!
//! Whoever holds both cases merges them: custody has been handed over before, and nobody comes into the surviving case by
//! way of a duplicate. It takes several steps in two streams, each of which can be repeated: the duplicate comes to a
//! standstill (`begin`), its events are taken into the survivor (`take_in`), become visible there all at once
//! (`complete`), and leave the views of the duplicate (`leave`).

pub mod begin;
pub mod complete;
pub mod leave;
pub mod take_in;

use crate::{ids::PersonId, words::Words};

/// Merges a duplicate into the record that stays.
#[derive(Clone, Debug)]
pub struct MergePerson {
    /// The record that is merged away: one without an NHS number.
    pub duplicate: PersonId,
    /// How it is known that the two are one person.
    pub words: Words,
}
