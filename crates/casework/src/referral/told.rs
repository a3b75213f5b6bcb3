//! What the facts about a referral say, besides how one that was asked inside was raised and answered.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{OrganisationId, ServiceId},
    referral::Source,
    words::Words,
};

/// What a fact about a referral says, besides how it was raised and answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "referral", rename_all = "kebab-case")]
pub enum Told {
    /// It came from outside.
    Received {
        /// The organisation to which it came.
        organisation: OrganisationId,
        /// The service.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
        /// How it came, and from whom.
        source: Source,
        /// On which day.
        on: Date,
        /// Why, and what is hoped for.
        reason: Words,
        /// Why the person was not asked or did not agree; none where they agreed.
        without_agreement: Option<Words>,
        /// The time by which an answer is due.
        answer_by: Timestamp,
    },
    /// What else was offered to the person.
    Offered {
        /// The options.
        options: Vec<Offered>,
        /// Why the person chose the service that is asked.
        choice: Option<Words>,
    },
    /// Which service can be asked instead of the one that declined.
    Instead {
        /// Its organisation.
        organisation: OrganisationId,
        /// The service.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
    },
    /// Whoever raised it took it back before it was answered.
    Withdrawn {
        /// Why, in words for the service.
        words: Words,
    },
    /// The service has met or spoken to the person for the first time.
    FirstContact {
        /// On which day.
        on: Date,
        /// What came of it.
        words: Option<Words>,
    },
    /// The service has done what it was asked for, or cannot go on.
    Completed {
        /// What came of it, as the service sees it.
        outcome: Outcome,
        /// In words for whoever raised it.
        words: Words,
        /// What came of it, as the person sees it, where they said so.
        person: Option<PersonOutcome>,
    },
    /// With that the service takes part no longer.
    PartEnded {
        /// The organisation.
        organisation: OrganisationId,
        /// The service.
        service: ServiceId,
    },
}

impl Told {
    /// Whether the service and the person see differently what came of it.
    pub fn outcomes_differ(&self) -> bool {
        match self {
            Told::Completed {
                outcome,
                person: Some(person),
                ..
            } => *outcome != person.outcome,
            _ => false,
        }
    }
}

/// Something that was offered to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "offered", rename_all = "kebab-case")]
pub enum Offered {
    /// A service.
    Service {
        /// Its organisation.
        organisation: OrganisationId,
        /// The service.
        service: ServiceId,
        /// The service's name.
        service_name: Words,
    },
    /// Something that the directory does not hold.
    Other {
        /// What it is.
        words: Words,
    },
}

/// What came of a referral. The service and the person choose among the same, so that the two can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It helped.
    Helped,
    /// It helped in part.
    HelpedInPart,
    /// It did not help.
    DidNotHelp,
    /// It did not come to it.
    NotTakenUp,
}

/// What came of it, as the person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonOutcome {
    /// What came of it.
    pub outcome: Outcome,
    /// In the person's words.
    pub words: Option<Words>,
}
