//! Cases.

pub mod open;
