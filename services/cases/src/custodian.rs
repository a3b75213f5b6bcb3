//! Custodians.

pub(crate) mod name;
