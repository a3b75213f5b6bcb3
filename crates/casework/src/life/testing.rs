//! Commands about a case's life, to try. For tests only.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use crate::{
    case::{
        close::{CloseCase, CloseReason},
        pause::PauseCase,
    },
    category::{Categories, Category},
    life::PauseReason,
    words::Words,
};

/// She is in hospital.
pub fn pause() -> PauseCase {
    PauseCase {
        reason: PauseReason::Hospital,
        words: Some(Words::prose("words", "Her hip.").unwrap()),
        categories: Categories::of(&[Category::Health]),
        expected_back: None,
    }
}

/// She is well.
pub fn close() -> CloseCase {
    CloseCase {
        reason: CloseReason::GoalsReached,
        words: Words::prose("words", "She sings every Thursday.").unwrap(),
        categories: Categories::of(&[Category::SocialCare]),
        told_by: None,
    }
}
