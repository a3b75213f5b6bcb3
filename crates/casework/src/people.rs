//! What is said about who the person is, how they are reached and what to mind on a visit: the words of it. Each
//! command stands with its thing.

use serde::{Deserialize, Serialize};

use crate::{contact_point::ContactPoint, ids::PersonId, visit_warning::Warnings, words::Words};

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
    /// The case is worked on together with another person's.
    Linked {
        /// The other person.
        other: PersonId,
        /// How the two belong together.
        words: Words,
    },
    /// The two are worked on together no longer.
    Unlinked {
        /// Why, where it is said.
        words: Option<Words>,
    },
    /// Another record was merged into this one.
    Merged {
        /// The name under which the other was kept, where its words are left.
        name: Option<Words>,
        /// How it is known that the two are one person.
        words: Words,
    },
    /// The other is a record of its own after all.
    MergeUndone {
        /// Why.
        words: Words,
    },
}
