//! What the facts about an action say.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{OrganisationId, ServiceId, WorkerId},
    referral::DeclineReason,
    words::Words,
};

/// What a fact about an action says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Told {
    /// Somebody who was in the room does something.
    Agreed {
        /// What.
        words: Words,
        /// The organisation whose worker does it.
        organisation: OrganisationId,
        /// The worker.
        worker: WorkerId,
        /// By when.
        due: Date,
        /// Why the person was not asked or did not agree; none where they agreed.
        without_agreement: Option<Words>,
    },
    /// The person does something, or a helper of theirs.
    OwnStep {
        /// What, in the person's words.
        words: Words,
        /// Who helps them or does it for them, where somebody does.
        helper: Option<Words>,
        /// The day that the person has in mind, where they have one. Nothing falls due on it.
        hoped_by: Option<Date>,
    },
    /// A service of another organisation is asked to do something.
    Requested {
        /// Who asks.
        from: OrganisationId,
        /// Who is asked.
        to: OrganisationId,
        /// The service that is asked.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
        /// What.
        words: Words,
        /// By when.
        due: Date,
        /// Why the person was not asked or did not agree; none where they agreed.
        without_agreement: Option<Words>,
        /// The time by which the service answers.
        answer_by: Timestamp,
    },
    /// The request was not answered in time.
    Unanswered {
        /// The time by which an answer was due.
        answer_by: Timestamp,
        /// Whether a second period has passed too, and both managers are to be told.
        escalated: bool,
    },
    /// The service does it.
    Accepted {
        /// Who does it.
        worker: WorkerId,
        /// A word to whoever asked.
        words: Option<Words>,
    },
    /// The service does not do it.
    Declined {
        /// Why, coded.
        reason: DeclineReason,
        /// Why, in words for whoever asked.
        words: Words,
        /// Where to ask instead, in words.
        instead: Option<Words>,
    },
    /// A colleague does it.
    Reassigned {
        /// Who.
        worker: WorkerId,
        /// A word to them.
        words: Option<Words>,
    },
    /// Its day has passed.
    Overdue {
        /// The day by which it was to be done.
        due: Date,
    },
    /// It is done.
    Completed {
        /// What came of it.
        words: Words,
    },
    /// It is not going to be done.
    Cancelled {
        /// Why.
        words: Words,
    },
}

impl Told {
    /// The organisation that it names, besides whoever recorded it.
    pub fn names(&self) -> Option<&OrganisationId> {
        match self {
            Told::Agreed { organisation, .. } => Some(organisation),
            Told::Requested { to, .. } => Some(to),
            _ => None,
        }
    }
}
