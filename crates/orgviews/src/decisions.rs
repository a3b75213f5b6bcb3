//! A person's decisions, each with its versions.

use std::cmp::Reverse;

use casework::ids::{DecisionId, EventId, PersonId};
use jiff::Timestamp;

use crate::{
    Error, Reader, Shown,
    reader::Look,
    threads::{self, recording_order},
    versions::{Versions, in_error},
};

/// A decision as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The decision.
    pub id: DecisionId,
    /// Its versions, oldest first; the last one holds. Never empty.
    pub versions: Vec<Shown>,
    /// The event of the version that holds: whoever decides again names it.
    pub last_event: EventId,
}

impl Reader {
    /// A person's decisions, the latest first; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn decisions(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<Vec<Decision>>, Error> {
        let decisions = self.look(now, |look| {
            if look.knows(person)? {
                of_person(look, person).map(Some)
            } else {
                Ok(None)
            }
        })?;
        Ok(decisions.flatten())
    }
}

const KIND: &str = "decision";

/// The version that holds of each decision, the latest first.
pub(crate) fn newest(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    let decisions = of_person(look, person)?.into_iter();
    Ok(decisions
        .filter_map(|mut decision| decision.versions.pop())
        .collect())
}

fn of_person(look: &Look<'_>, person: PersonId) -> Result<Vec<Decision>, Error> {
    let versions = Versions::of(look, person, KIND)?;
    let threads = threads::of_person(look, person, KIND)?.into_iter();
    let mut decisions: Vec<_> = threads
        .map(|thread| {
            let id = DecisionId(thread.thing);
            let mut facts = thread.facts;
            facts.retain(|shown| !in_error(shown));
            // By what takes the place of what: two versions may share a millisecond.
            facts.sort_by_key(|shown| versions.before(shown.disclosed.id).len());
            let last = facts.last().map(|shown| shown.disclosed.clone());
            (id, facts, last)
        })
        .filter_map(|(id, versions, last)| Some((id, versions, last?)))
        .collect();
    decisions.sort_by_key(|(_, _, last)| Reverse(recording_order(last)));
    Ok(decisions
        .into_iter()
        .map(|(id, versions, last)| Decision {
            id,
            versions,
            last_event: last.id.event,
        })
        .collect())
}
