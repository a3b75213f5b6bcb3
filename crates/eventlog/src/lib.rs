//! The event log's contract: what every backend promises, and the bytes it keeps.
//!
//! Here live the [`EventLog`] trait, the format of records and commits, the rules of admission that all
//! backends share ([`Tip`]), the Merkle tree over the record hashes, and (feature `testing`) an in-memory
//! log with the conformance suite. What an event means must not be known here: records are opaque bytes.

mod codec;
pub mod commit;
pub mod log;
pub mod merkle;
pub mod record;
#[cfg(feature = "remote")]
pub mod remote;
pub mod stream;

#[cfg(feature = "testing")]
pub mod conformance;
#[cfg(feature = "testing")]
pub mod memory;

pub use commit::{Commit, Corrupt, NewCommit};
pub use log::{Appended, Error, EventLog, Expected, LogId, Tip};
pub use merkle::{Frontier, Hash, TreeHead};
pub use record::{Header, NewRecord, Position, Record};
pub use stream::{StreamName, Version};
