//! What a team decides about a review while it meets, each decision as it is made.

pub mod record;
