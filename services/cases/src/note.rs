//! Notes.

pub mod record;
