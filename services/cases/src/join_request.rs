//! Requests to join a case.

pub(crate) mod accept;
pub(crate) mod decline;
pub(crate) mod raise;
