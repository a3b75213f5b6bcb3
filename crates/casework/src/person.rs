//! The person: how they are found.

pub mod find;
