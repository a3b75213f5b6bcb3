//! Requests to join.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use super::charity;
use crate::{
    category::{Categories, Category},
    history::History,
    join_request::{accept::AcceptJoinRequest, raise::RaiseJoinRequest},
    words::Words,
};

/// The charity asks to join.
pub fn ask_to_join() -> RaiseJoinRequest {
    RaiseJoinRequest {
        service: charity(),
        reason: Words::prose("reason", "She comes to our lunch club.").unwrap(),
        categories: Categories::of(&[Category::SocialCare]),
    }
}

/// The first request to join is accepted.
pub fn admit(history: &History) -> AcceptJoinRequest {
    let request = history.join_requests().next().unwrap();
    AcceptJoinRequest {
        request: request.id,
        seen: request.last_event,
        words: None,
    }
}
