//! Volunteers: named for one case by their organisation, for some categories, until a day. A volunteer is shown nothing else.

pub mod assign;
pub mod release;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::LastDay,
    category::Categories,
    event::By,
    fact::About,
    history::{History, Recorded},
    ids::{AssignmentId, EventId, OrganisationId, WorkerId},
    words::Words,
};

/// A volunteer was named, word-free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerAssigned {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The volunteer.
    pub worker: WorkerId,
    /// The categories that they are shown.
    pub categories: Categories,
    /// The last day.
    pub until: LastDay,
}

/// What a fact about an assignment says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "volunteer", rename_all = "kebab-case")]
pub enum Told {
    /// A volunteer was named.
    Assigned {
        /// Who.
        worker: WorkerId,
        /// What they help with.
        task: Words,
        /// The categories that they are shown.
        categories: Categories,
        /// The last day.
        until: LastDay,
    },
    /// They help no longer.
    Released {
        /// Why, where it is said.
        words: Option<Words>,
    },
}

/// An assignment as the history keeps it, while it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its terms.
    pub terms: VolunteerAssigned,
    /// The event that recorded it.
    pub event: EventId,
    /// The place of that event in the stream.
    pub version: u64,
    /// The volunteer's organisation.
    pub organisation: OrganisationId,
}

impl Assignment {
    /// Whether the volunteer is shown the fact as far as their assignment goes: it is within the categories, they wrote
    /// it, or it is the assignment itself. What naming their own organisation reveals they know.
    fn reaches(&self, history: &History, recorded: &Recorded) -> bool {
        let (by, terms) = (&recorded.by, &self.terms);
        if let About::Volunteer { assignment } = recorded.fact.about {
            return assignment == terms.assignment;
        }
        let known = history.reveals(&self.organisation);
        terms
            .categories
            .with(known)
            .covers(recorded.fact.categories)
            || (by.organisation == self.organisation && by.worker == terms.worker)
    }
}

impl History {
    /// The organisation's volunteers who have been named and not released, as long as a part lasts that it had then. Their
    /// last day may have passed.
    pub fn volunteers<'a>(
        &'a self,
        organisation: &'a OrganisationId,
    ) -> impl Iterator<Item = &'a Assignment> {
        let lasts = |one: &Assignment| {
            self.involvements()
                .any(|part| part.terms.organisation == *organisation && part.version < one.version)
        };
        let ours = self.volunteers.iter();
        ours.filter(move |one| one.organisation == *organisation && lasts(one))
    }

    /// Whether this volunteer is named for the case at this moment.
    pub fn is_named(&self, by: &By, now: Timestamp) -> bool {
        self.volunteers(&by.organisation)
            .any(|one| one.terms.worker == by.worker && now < one.terms.until.ends_at)
    }

    /// The organisation's volunteers who may read the fact, each until their own end, as far as the organisation may.
    pub(crate) fn volunteers_reading(
        &self,
        organisation: &OrganisationId,
        recorded: &Recorded,
    ) -> BTreeMap<WorkerId, Timestamp> {
        self.volunteers(organisation)
            .filter(|one| one.reaches(self, recorded))
            .map(|one| (one.terms.worker.clone(), one.terms.until.ends_at))
            .collect()
    }

    /// A volunteer was named: that takes the place of their earlier assignment.
    pub(crate) fn assign_volunteer(&mut self, event: EventId, by: &By, terms: VolunteerAssigned) {
        let (version, organisation) = (self.version(), by.organisation.clone());
        self.volunteers
            .retain(|one| one.organisation != organisation || one.terms.worker != terms.worker);
        self.volunteers.push(Assignment {
            terms,
            event,
            version,
            organisation,
        });
    }

    pub(crate) fn release_volunteer(&mut self, by: &By, assignment: AssignmentId) {
        self.volunteers.retain(|one| {
            one.organisation != by.organisation || one.terms.assignment != assignment
        });
    }
}
