//! The volunteers whom the organisation has named for a case.

use std::cmp::Reverse;

use casework::{
    fact::Content,
    ids::{AssignmentId, PersonId},
    volunteer::Told as Said,
};
use jiff::Timestamp;

use crate::{
    Error, Reader, Shown,
    error::sqlite,
    fact_row::Bytes,
    reader::Look,
    threads::{self, Listing, Told},
};

/// A volunteer's assignment as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The assignment.
    pub id: AssignmentId,
    /// Whether it holds now.
    pub holds: bool,
    /// The assignment, and what was recorded about it since, oldest first; never empty.
    pub facts: Vec<Shown>,
}

impl Reader {
    /// The assignments to a person's case, the latest first; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn volunteers(
        &self,
        now: Timestamp,
        person: PersonId,
    ) -> Result<Option<Vec<Assignment>>, Error> {
        let found = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let mut threads = threads::of_person(look, person, KIND)?;
            threads.sort_by_key(|thread| {
                let began = thread.facts.first();
                Reverse(began.map(|shown| threads::recording_order(&shown.disclosed)))
            });
            let assignment = |thread: threads::Thread| Assignment {
                id: AssignmentId(thread.thing),
                holds: thread.facts.first().is_some_and(|shown| holds(shown, now)),
                facts: thread.facts,
            };
            Ok(Some(threads.into_iter().map(assignment).collect()))
        })?;
        Ok(found.flatten())
    }
}

const KIND: &str = "volunteer";

/// What disclosure says of whom the assignment lets read: a volunteer reads of it while it holds, and no longer.
fn holds(shown: &Shown, now: Timestamp) -> bool {
    let Content::Volunteer(Said::Assigned { worker, .. }) = &shown.disclosed.fact.content else {
        return false;
    };
    let until = |grant: &casework::disclosure::Grant| grant.volunteers.get(worker).copied();
    let mut ends = shown.disclosed.grants.iter().filter_map(until);
    ends.any(|until| now < until)
}

/// How an assignment is listed: by when it was made.
pub(crate) fn listing(told: &[Told]) -> Option<Listing> {
    let assigned = |told: &&Told| {
        let content = &told.fact.content;
        matches!(content, Content::Volunteer(Said::Assigned { .. }))
    };
    let began_at_ms = told.iter().find(assigned)?.at_ms;
    Some(Listing {
        began_at_ms,
        side: 0,
        state: 0,
    })
}

/// The people for whose case anybody was ever named: all of whom a volunteer may know.
pub(crate) fn people(look: &Look<'_>) -> Result<Vec<PersonId>, Error> {
    let select = "SELECT DISTINCT person FROM threads WHERE kind = ?1";
    let found = look.rows.prepare_cached(select).and_then(|mut select| {
        let person = |row: &rusqlite::Row<'_>| Ok(row.get::<_, Bytes>(0)?.person());
        select.query_map([KIND], person)?.collect()
    });
    found.map_err(sqlite("listing volunteers' people"))
}
