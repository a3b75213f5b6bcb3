//! Commands about the plan.

pub mod agree;
pub mod record;
pub mod review;
