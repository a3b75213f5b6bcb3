//! Reviews by a Multi-Specialty Team. What a review does in its meeting's stream follows from what was decided in the
//! person's, and is never decided first.

pub(crate) mod carry;
pub(crate) mod hold;
mod place;
pub(crate) mod request;
pub(crate) mod schedule;
pub(crate) mod withdraw;

pub(crate) use place::{give_back, take};
