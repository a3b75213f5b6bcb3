//! Restrictions.

pub(crate) mod lift;
