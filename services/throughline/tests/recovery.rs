//! What outlives a kill, how a system stops, and when it refuses to start: the real binary, asked over gRPC.
//! No rule is tested here, and no duration.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "support/binary.rs"]
mod binary;
#[path = "recovery/kills.rs"]
mod kills;
#[path = "recovery/load.rs"]
mod load;
#[path = "support/people.rs"]
mod people;
#[path = "recovery/refusals.rs"]
mod refusals;
#[path = "recovery/stopping.rs"]
mod stopping;
