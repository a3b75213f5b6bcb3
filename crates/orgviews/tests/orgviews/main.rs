//! Tests of the organisations' files, from outside: worlds of `casework` in, what callers read out.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

mod grown;
mod paging;
mod reading;
mod readings;
mod rebuilding;
mod scrubbing;
mod support;
mod system;
