//! Organisations in the directory.

pub mod register;
pub mod update;
