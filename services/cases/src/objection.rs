//! Objections to sharing.

pub mod record;
pub mod withdraw;
