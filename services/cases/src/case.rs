//! Cases.

pub mod close;
pub mod open;
pub mod pause;
pub mod reopen;
pub mod resume;
