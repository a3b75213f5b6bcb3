//! Agreements to share: with whom, what, until when.

pub mod ending;
pub mod lapse;
pub mod record;
pub mod withdraw;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::LastDay,
    category::Categories,
    ids::{EventId, OrganisationId},
    service::Purpose,
};

/// With whom the person agrees to share. A new agreement replaces the earlier one for the same audience.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "with", content = "id", rename_all = "kebab-case")]
pub enum Audience {
    /// One organisation, while it is involved.
    Organisation(OrganisationId),
    /// Every organisation involved through a service of this purpose.
    Purpose(Purpose),
    /// Everybody involved.
    EveryoneInvolved,
}

/// An agreement, word-free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementRecorded {
    /// With whom.
    pub audience: Audience,
    /// Which categories.
    pub categories: Categories,
    /// Until when.
    pub until: Option<LastDay>,
}

/// An agreement as the history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The event that recorded it.
    pub event: EventId,
    /// Its place in the stream.
    pub version: u64,
    /// Its terms.
    pub terms: AgreementRecorded,
    /// Whether its end has been recorded.
    pub lapsed: bool,
    /// The place of the event that withdrew it, where one did.
    pub withdrawn: Option<u64>,
    /// Whether it has been recorded that it ends soon.
    pub ending: bool,
}
