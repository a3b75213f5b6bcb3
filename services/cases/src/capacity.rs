//! How far services take people on.

pub mod update;
