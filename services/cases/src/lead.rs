//! The lead worker.

pub(crate) mod reassign;
