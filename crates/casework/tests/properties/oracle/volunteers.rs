//! Volunteers: who is named for what, stated a second time.

use casework::{Role, fact::About, ids::OrganisationId};
use jiff::Timestamp;

use crate::telling::{Known, Reader, Telling};

impl<'a> Telling<'a> {
    /// Whether the reader is no volunteer, or one whose assignment takes in the fact.
    pub(super) fn may_help_with(
        &self,
        organisation: &OrganisationId,
        reader: &Reader,
        fact: Known<'a>,
        now: Timestamp,
    ) -> bool {
        if reader.role != Role::Volunteer {
            return true;
        }
        let theirs = self.assigned.iter().filter(|assigned| {
            assigned.by.organisation == *organisation && assigned.terms.worker == reader.worker
        });
        let mut standing = theirs.filter(|assigned| {
            now < assigned.terms.until.ends_at
                && self.involved.iter().any(|part| {
                    part.terms.organisation == *organisation && part.place < assigned.place
                })
        });
        let revealed = |category| {
            let mut terms = self.terms_ever.iter();
            terms.any(|terms| {
                terms.organisation == *organisation && terms.reveals.contains(category)
            })
        };
        standing.any(|assigned| match fact.fact.about {
            About::Volunteer { assignment } => assignment == assigned.terms.assignment,
            _ => {
                let wrote_it =
                    fact.by.organisation == *organisation && fact.by.worker == reader.worker;
                let mut categories = fact.fact.categories.iter();
                wrote_it
                    || categories
                        .all(|one| assigned.terms.categories.contains(one) || revealed(one))
            }
        })
    }
}
