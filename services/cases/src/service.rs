//! Services in the directory.

pub mod register;
pub mod retire;
pub mod update;
