//! Views from outside: files written as the projector writes them, a projector that answers as told, no socket.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

mod answering;
mod freshness;
mod readings;
mod tokens;
mod town;
mod watching;
