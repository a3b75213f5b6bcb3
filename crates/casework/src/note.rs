//! Notes about a person.

pub mod record;
