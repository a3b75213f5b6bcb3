//! Reviews that need no discussion.

pub(crate) mod record;
