//! The person: how they are found, and what becomes of a second record of them.

pub mod find;
pub mod link;
pub mod merge;
pub mod unlink;
pub mod unmerge;
