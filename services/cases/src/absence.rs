//! Absences.

pub(crate) mod end;
pub(crate) mod record;
