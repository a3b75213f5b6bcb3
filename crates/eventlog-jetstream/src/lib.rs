//! The event log in one stream of NATS JetStream, for several processes on several machines.
//!
//! Here live the stream's settings, one append with all that can become of it, reading, and waiting for growth. What is
//! stored is the encoding of the `eventlog` crate; what an event means must not be known here. One message is one
//! commit, on the subject of its stream of events; the message's sequence is the commit's position.

mod append;
mod error;
mod growth;
mod log;
mod open;
mod read;
mod server;
mod tips;
mod tree;

#[cfg(feature = "testing")]
pub mod testing;

pub use log::JetStreamLog;
pub use open::{Connecting, Options, connect};
