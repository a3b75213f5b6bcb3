//! Safeguarding leads.

pub mod name;
