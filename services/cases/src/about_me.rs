//! Writing, revising and confirming About Me.

pub mod confirm;
pub mod record;
