//! The projector against a log in memory and real files. One binary, so that it is linked once.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod bytes;
mod canaries;
mod crashes;
mod driver;
mod faults;
mod feeds;
mod halted;
mod readings;
mod rebuilds;
mod service;
mod town;
