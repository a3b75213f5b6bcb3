//! Invitations to a review.

pub mod send;
