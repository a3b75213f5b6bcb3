//! Commands about goals.

pub mod achieve;
pub mod stop;
