//! Whom a concern was told to.

pub mod record;
