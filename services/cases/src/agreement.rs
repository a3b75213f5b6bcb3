//! Agreements to share.

pub mod record;
pub mod withdraw;
