//! Reviews that need no discussion.

pub mod record;
