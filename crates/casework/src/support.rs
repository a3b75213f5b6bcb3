//! Support for a worker, asked for at a meeting.

pub mod request;
