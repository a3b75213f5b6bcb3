//! The row of the table for duties to disclose that name facts one by one.

use std::collections::BTreeSet;

use super::{Candidate, grant, workers_objected_to};
use crate::{
    disclosure::grant::{Grant, Readers, Rule},
    duty::Duty,
    history::{History, Recorded},
    ids::OrganisationId,
};

/// What a court order or safeguarding duty names, restricted or not; nobody is owed what was recorded in error, or on
/// the wrong person.
pub(super) fn owed(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    duty: &Duty,
) -> Option<Candidate> {
    let in_error = recorded
        .fact
        .restriction
        .as_ref()
        .is_some_and(|one| one.in_error || one.privacy_officers);
    let ours = duty.terms.organisation == *organisation;
    (ours && !in_error && duty.names(history, recorded)).then(|| Candidate {
        grant: Grant {
            until: duty.terms.until.map(|until| until.ends_at),
            // An organisation is owed it; that obliges nobody to show it to the very worker who was objected to.
            readers: Readers::All.without(workers_objected_to(
                history,
                organisation,
                recorded.fact.categories,
            )),
            ..grant(Rule::Duty, duty.event)
        },
        purposes: BTreeSet::new(),
        agreed: None,
    })
}
