//! What the tests of the whole system share: a town of organisations to test in. No assertion lives here.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on ends in a panic"
)]

#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod town;
