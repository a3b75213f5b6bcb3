//! Information about a referral that somebody asks for.

pub mod provide;
pub mod request;
