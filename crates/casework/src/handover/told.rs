//! The words of a handover. What they mean for the case is not said here.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{OrganisationId, ServiceId, WorkerId},
    referral::DeclineReason,
    words::Words,
};

/// The words of a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "handover", rename_all = "kebab-case")]
pub enum Told {
    /// It was offered.
    Offered(Offer),
    /// It was accepted, and custody has moved.
    Accepted {
        /// Who leads from now on.
        worker: WorkerId,
        /// A word to the sender.
        words: Option<Words>,
    },
    /// It was declined; custody stays.
    Declined {
        /// Why, coded.
        reason: DeclineReason,
        /// Why, in words for the sender.
        words: Words,
    },
    /// The sender took the offer back; custody stays.
    Cancelled {
        /// Why, in words for the receiver.
        words: Option<Words>,
    },
    /// The time to answer has passed.
    Overdue {
        /// The time by which an answer was due.
        answer_by: Timestamp,
        /// Whether a second period has passed too, and both managers are to be told.
        escalated: bool,
    },
    /// The locality's custodian took the case, since its holder could not answer.
    Taken {
        /// Who held it.
        from: OrganisationId,
        /// Who holds it now.
        to: OrganisationId,
        /// Who leads from now on.
        worker: WorkerId,
        /// Why.
        reason: Words,
    },
}

impl Told {
    /// The organisations that it names, besides whoever recorded it.
    pub fn names(&self) -> impl Iterator<Item = &OrganisationId> {
        let to = match self {
            Told::Offered(Offer {
                to: To::Service { organisation, .. },
                ..
            }) => Some(organisation),
            Told::Taken { from, .. } => Some(from),
            _ => None,
        };
        to.into_iter()
    }
}

/// A handover as it was offered, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Who holds the case.
    pub from: OrganisationId,
    /// To whom it is offered.
    pub to: To,
    /// What matters now.
    pub summary: Words,
    /// What has been promised and is still to be done.
    pub outstanding: Vec<Words>,
    /// The day of a meeting at which the person is introduced to whoever is to lead.
    pub introduction_on: Option<Date>,
    /// Why the person was not asked or did not agree; none where they agreed.
    pub without_agreement: Option<Words>,
    /// The time by which the receiver answers.
    pub answer_by: Timestamp,
    /// Whether the sender's part ends when it is accepted.
    pub sender_leaves: bool,
}

/// To whom custody is offered, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "receiver", rename_all = "kebab-case")]
pub enum To {
    /// A worker of the same organisation.
    Worker {
        /// Who it is.
        worker: WorkerId,
    },
    /// A service of another organisation.
    Service {
        /// The organisation.
        organisation: OrganisationId,
        /// The service.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
    },
}
