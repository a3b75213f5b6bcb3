//! Custody.

pub(crate) mod take;
