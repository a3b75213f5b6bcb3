//! Safeguarding concerns.

pub mod close;
pub mod raise;

use std::collections::BTreeSet;

use casework::{ids::WorkerId, safeguarding_lead::SafeguardingLead};

/// Who the leads are.
pub(crate) fn workers(leads: &[SafeguardingLead]) -> BTreeSet<WorkerId> {
    leads.iter().map(|lead| lead.worker.clone()).collect()
}
