//! Decisions of a team while it meets.

pub(crate) mod record;
