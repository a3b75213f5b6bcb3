//! Support for workers.

pub(crate) mod request;
