//! What to mind on a visit.

pub(crate) mod lift;
pub(crate) mod record;
