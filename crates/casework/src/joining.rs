//! Joining a case and leaving it: the words of it. Requests to join are `join_request`'s.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{JoinRequestId, OrganisationId, ServiceId, WorkerId},
    service::ServiceTerms,
    words::Words,
};

/// An organisation joined at once, word-free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseJoined {
    /// The request that this answers, or what it is known by where none was made.
    pub request: JoinRequestId,
    /// The service through which it takes part.
    pub terms: ServiceTerms,
    /// Who held the case, and is told.
    pub told: OrganisationId,
}

/// What a fact of this theme says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "joining", rename_all = "kebab-case")]
pub enum Told {
    /// An organisation asks to join.
    Asked {
        /// Which.
        from: OrganisationId,
        /// Who is asked: the organisation that holds the case.
        to: OrganisationId,
        /// The service through which it would take part.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
        /// Why.
        reason: Words,
        /// The time by which an answer is due.
        answer_by: Timestamp,
    },
    /// The request was accepted.
    Accepted {
        /// A word to whoever asked.
        words: Option<Words>,
    },
    /// The request was declined.
    Declined {
        /// Why, for whoever asked.
        words: Words,
    },
    /// The time to answer the request has passed.
    Overdue {
        /// The time by which an answer was due.
        answer_by: Timestamp,
        /// Whether a second period has passed too, and both managers are to be told.
        escalated: bool,
    },
    /// An organisation joined at once, with the person present.
    Joined {
        /// Which.
        from: OrganisationId,
        /// Who held the case.
        to: OrganisationId,
        /// The service through which it takes part.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
        /// Who met the person.
        worker: WorkerId,
        /// How the person was identified.
        identified_by: Words,
    },
    /// An organisation takes part no longer.
    Left {
        /// Which.
        organisation: OrganisationId,
        /// Why.
        words: Words,
    },
}
