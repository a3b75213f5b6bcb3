//! Streams of the log as folded state: seal, load, fold, cache, decide, append.
//!
//! The only place that joins the rules, the log and the keys. No gRPC, no organisation files, and no
//! choice of backend here.

mod cache;
pub mod codec;
mod error;
mod loaded;
mod merge;
mod readings;
mod request;
mod stream;
mod streams;
pub mod upcast;

pub use error::Error;
pub use loaded::{Loaded, Receipt};
pub use request::{Done, Request};
pub use stream::Stream;
pub use streams::{Follow, Held, Streams};
