//! Commands about volunteers.

pub mod assign;
pub mod release;
