//! A person's death.

pub mod record;
