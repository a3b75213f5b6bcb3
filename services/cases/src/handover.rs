//! Handovers.

pub(crate) mod accept;
pub(crate) mod cancel;
pub(crate) mod decline;
pub(crate) mod offer;
