//! The projector: reads the log in order and keeps every organisation's file to what disclosure shows it.
//!
//! Here: one engine that turns commits into changes of files, rebuilds and checks of files, and the internal
//! service that tells how far they are; and telling
//! organisations' own systems who changed. What may be seen is decided in `casework`, and how a file holds it in
//! `orgviews`; nothing here reads what a fact says.

mod backoff;
mod blocking;
mod effects;
mod engine;
mod error;
pub mod feeds;
mod files;
mod level;
mod log;
mod progress;
mod projector;
mod readings;
mod rebuild;
mod service;
mod standing;

pub use error::{Error, RebuildError};
pub use projector::{Kept, Observer, Projector, Rebuilt, Settings, Sources};
