//! Deputies.

pub(crate) mod set;
