//! Entries that were recorded on the wrong person.

pub(crate) mod mark;
pub(crate) mod unmark;
