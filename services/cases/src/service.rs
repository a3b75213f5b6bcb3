//! Services in the directory.

pub mod register;
