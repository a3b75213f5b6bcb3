//! Agreements to share.

pub mod record;
