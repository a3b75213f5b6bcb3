//! The system put together: every role in one process, and the operator's commands.
//!
//! The only place that chooses a backend (`backend`). No rule and no query lives here.

pub mod accounts;
#[cfg(feature = "jetstream")]
pub mod apart;
pub mod backend;
pub mod command;
pub mod copying;
pub mod demo;
pub mod edge;
pub mod issuer;
mod marks;
pub mod metrics;
pub mod parts;
pub mod server;
pub mod system;
pub mod traces;
