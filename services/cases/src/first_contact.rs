//! First contacts.

pub mod record;
