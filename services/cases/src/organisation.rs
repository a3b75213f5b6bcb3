//! Organisations in the directory.

pub mod register;
