//! Cases: opening one.

pub mod open;
