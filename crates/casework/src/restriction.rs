//! Restrictions: what becomes of them after they were set.

pub mod lift;
