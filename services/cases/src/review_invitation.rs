//! Invitations to reviews.

pub(crate) mod send;
