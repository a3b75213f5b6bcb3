//! The event log in a KurrentDB database, for several processes on several machines. Experimental: tested against a server
//! of ours that speaks its protocol, and against a real one only where somebody names it.
//!
//! Here live the client and who watches over it, and how the database is asked; appending and reading are
//! `eventlog::remote`'s. What is stored is the encoding of the `eventlog` crate; what an event means must not be known
//! here. One event of the database is one commit, in the stream `<log>.<stream>`; its commit position is the commit's.

mod open;
mod server;
mod supervised;

#[cfg(feature = "testing")]
pub mod testing;

pub use open::{Options, open};
pub use server::Kurrent;

/// The log: what it does is `eventlog::remote`'s.
pub type KurrentLog = eventlog::remote::RemoteLog<Kurrent>;
