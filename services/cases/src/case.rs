//! Cases.

pub mod close;
pub mod join;
pub mod leave;
pub mod open;
pub mod pause;
pub mod reopen;
pub mod resume;
