//! Objections to sharing.

pub mod record;
