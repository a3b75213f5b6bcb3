//! Deputies: who acts for a lead worker while they are away.

pub mod set;
