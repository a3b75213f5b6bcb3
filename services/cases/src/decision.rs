//! Commands about decisions.

pub mod record;
pub mod revise;
