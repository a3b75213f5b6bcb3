//! Referrals.

pub mod accept;
pub mod decline;
pub mod raise;
