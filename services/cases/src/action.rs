//! Commands about actions.

pub mod accept;
pub mod agree;
pub mod cancel;
pub mod complete;
pub mod decline;
pub mod reassign;
pub mod request;
