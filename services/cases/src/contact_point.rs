//! How a person is reached.

pub(crate) mod end;
pub(crate) mod record;
