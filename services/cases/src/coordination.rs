//! The wish that nobody coordinates.

pub mod stop;
