//! The event log in one stream of NATS JetStream, for several processes on several machines.
//!
//! Here live the stream's settings, and how its servers are spoken to; appending and reading are `eventlog::remote`'s. What is
//! stored is the encoding of the `eventlog` crate; what an event means must not be known here. One message is one
//! commit, on the subject of its stream of events; the message's sequence is the commit's position.

mod error;
mod growth;
mod open;
mod server;

#[cfg(feature = "testing")]
pub mod testing;

pub use open::{Connecting, Options, connect, open};
pub use server::JetStream;

/// The log: what it does is `eventlog::remote`'s.
pub type JetStreamLog = eventlog::remote::RemoteLog<JetStream>;
