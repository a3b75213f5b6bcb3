//! Who decided on an agreement or an objection: the person, or somebody for them.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{calendar, refusal::Refusal, words::Words};

/// Who decided. In England and Wales somebody else decides only as the Mental Capacity Act 2005 permits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum DecidedBy {
    /// The person.
    Person,
    /// An attorney or deputy whose document was seen.
    Attorney {
        /// Their name.
        name: Words,
        /// The document that was seen, and what it lets them decide.
        document_seen: Words,
    },
    /// In the person's best interests, who could not decide this themselves.
    BestInterests {
        /// Who decided.
        decider: Words,
        /// Who was consulted.
        consulted: Words,
        /// When the decision is looked at again.
        review_on: Date,
    },
}

impl DecidedBy {
    /// Refuses a review on a day that is not to come.
    pub(crate) fn check(&self, field: &str, now: Timestamp) -> Result<(), Refusal> {
        match self {
            DecidedBy::BestInterests { review_on, .. } => calendar::to_come(
                &format!("{field}.best_interests.review_on"),
                *review_on,
                now,
            ),
            DecidedBy::Person | DecidedBy::Attorney { .. } => Ok(()),
        }
    }
}
