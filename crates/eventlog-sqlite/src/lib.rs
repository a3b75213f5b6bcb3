//! The event log in one SQLite file.
//!
//! Here live the file's schema, its one writer, its readers and the offline check. What is stored is the
//! encoding of the `eventlog` crate; what an event means must not be known here.

mod batch;
mod error;
mod file;
mod log;
mod read_only;
mod readers;
pub mod verify;
mod writer;

pub use log::{Options, SqliteLog};
pub use read_only::ReadOnlyLog;
pub use verify::{Verified, verify};
pub use writer::OnFatal;
