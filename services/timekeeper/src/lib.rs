//! timekeeper
