//! A person's move to another area.

pub mod record;
