//! Workers in the directory.

pub mod register;
pub mod retire;
