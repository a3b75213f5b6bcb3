//! What is said about who the person is, how they are reached and what to mind on a visit: the words of it. Each
//! command stands with its thing.

use serde::{Deserialize, Serialize};

use crate::{contact_point::ContactPoint, visit_warning::Warnings, words::Words};

/// What a fact of this theme says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "people", rename_all = "kebab-case")]
pub enum Told {
    /// How the person is reached.
    ContactPoint(ContactPoint),
    /// The person is not reached there any longer.
    ContactPointEnded,
    /// What to mind on a visit.
    VisitWarning {
        /// What to mind.
        warnings: Warnings,
    },
    /// Why it has to be minded: for named readers.
    VisitWarningReason {
        /// Why.
        words: Words,
    },
    /// The warning is not called for any longer.
    VisitWarningLifted,
    /// An entry was recorded on the wrong person.
    WrongPerson {
        /// How it came about.
        words: Words,
    },
    /// It was about this person after all.
    WrongPersonUnmarked {
        /// Why.
        words: Words,
    },
}

impl Told {
    /// As [`crate::fact::Content::rank`].
    pub const fn rank(&self) -> u8 {
        match self {
            Told::ContactPoint(_)
            | Told::VisitWarning { .. }
            | Told::VisitWarningReason { .. }
            | Told::WrongPerson { .. } => 0,
            Told::ContactPointEnded
            | Told::VisitWarningLifted
            | Told::WrongPersonUnmarked { .. } => 3,
        }
    }
}
