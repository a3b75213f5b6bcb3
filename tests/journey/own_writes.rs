//! own_writes
