//! Absences: while a worker is away, clocks and notices go to their deputy.

pub mod end;
pub mod record;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::LastDay,
    command::Context,
    ids::WorkerId,
    organisation::Organisation,
    refusal::{Code, Refusal},
    role::Role,
};

/// A worker is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Since when.
    pub since: Timestamp,
    /// The last day of it; none where nobody knows yet.
    pub last_day: Option<LastDay>,
}

impl Absence {
    /// Whether the worker is away at this moment.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.since <= now && self.last_day.is_none_or(|day| now < day.ends_at)
    }
}

/// Refuses whoever is neither the worker themselves nor a manager of the organisation.
pub(crate) fn themselves_or_manager(
    organisation: &Organisation,
    worker: &WorkerId,
    context: &Context,
) -> Result<(), Refusal> {
    if organisation.name.is_none() {
        return Err(Code::OrganisationUnknown.into());
    }
    let own = organisation.id == *context.organisation();
    let theirs = *worker == context.by.worker || context.by.role == Role::Manager;
    if own && theirs {
        Ok(())
    } else {
        Err(Code::RoleNotAllowed.into())
    }
}
