//! Writing and revising About Me.

pub mod record;
