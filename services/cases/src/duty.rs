//! Duties to disclose.

pub(crate) mod end;
pub(crate) mod record;
