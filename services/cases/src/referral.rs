//! Referrals.

pub mod accept;
pub mod complete;
pub mod decline;
pub mod raise;
pub mod receive;
pub mod withdraw;
