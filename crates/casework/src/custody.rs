//! Custody: who holds the open case. Exactly one worker leads an open case at every version.

pub mod take;

use crate::ids::{CaseId, EventId, OrganisationId, WorkerId};

/// The open case and who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// The case.
    pub case: CaseId,
    /// The event that opened it.
    pub opened: EventId,
    /// Who holds it.
    pub holder: Holder,
    /// The event by which they came to hold it.
    pub since: EventId,
}

/// The lead worker of an open case, and the organisation they work for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The lead worker.
    pub worker: WorkerId,
}
