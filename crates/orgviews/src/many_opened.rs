//! Which of the organisation's workers opened pages about many people within an hour: what a privacy officer asks about.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use casework::{
    fact::Identity,
    ids::{PersonId, WorkerId},
    reading::{QUARTERS_AN_HOUR, quarter},
};
use jiff::{SignedDuration, Timestamp};
use rusqlite::params;

use crate::{Error, Reader, cases, error::sqlite, fact_row::Bytes, reader::Look};

/// For how long an hour is looked back at.
pub const LOOKED_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many hours are listed at most.
pub const HOURS_MAX: usize = 200;

/// An hour in which a worker opened pages about many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// Who did.
    pub worker: WorkerId,
    /// The first quarter of an hour of the four, counted from 1970.
    pub first_quarter: i64,
    /// About whom, and who they are as far as the caller may see it.
    pub people: Vec<(PersonId, Option<Identity>)>,
}

impl Reader {
    /// The hours of the last seven days in which a worker of the caller's organisation opened pages about at least so many
    /// people, the latest first; at most [`HOURS_MAX`]. No two of one worker's overlap.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn many_opened(&self, now: Timestamp, people_at_least: usize) -> Result<Vec<Hour>, Error> {
        let found = self.look(now, |look| {
            let mut hours: Vec<_> = opened(look, quarter(now - LOOKED_BACK))?
                .into_iter()
                .flat_map(|(worker, opened)| hours(&worker, &opened, people_at_least))
                .collect();
            hours.sort_by_key(|(worker, first, _)| (Reverse(*first), worker.clone()));
            hours.truncate(HOURS_MAX);
            let shown = |(worker, first_quarter, people): (WorkerId, i64, BTreeSet<PersonId>)| {
                let people = people.into_iter();
                let people = people.map(|one| Ok((one, cases::identity(look, one)?)));
                Ok(Hour {
                    worker,
                    first_quarter,
                    people: people.collect::<Result<_, Error>>()?,
                })
            };
            hours.into_iter().map(shown).collect::<Result<_, _>>()
        })?;
        Ok(found.unwrap_or_default())
    }
}

/// About whom each worker opened something, by the quarter of an hour.
type Opened = BTreeMap<i64, BTreeSet<PersonId>>;

fn opened(look: &Look<'_>, from: i64) -> Result<BTreeMap<WorkerId, Opened>, Error> {
    let failed = sqlite("looking for hours in which much was opened");
    let select = "SELECT quarter, worker, person FROM readings WHERE quarter >= ?1";
    let mut select = look.rows.prepare_cached(select).map_err(&failed)?;
    let mut rows = select.query(params![from]).map_err(&failed)?;
    let mut opened: BTreeMap<WorkerId, Opened> = BTreeMap::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        let quarter = row.get(0).map_err(&failed)?;
        let worker: String = row.get(1).map_err(&failed)?;
        let wrong = |_| Error::Row {
            table: "readings",
            key: worker.clone(),
            reason: "its worker".to_owned(),
        };
        let worker: WorkerId = worker.parse().map_err(wrong)?;
        let person = row.get::<_, Bytes>(2).map_err(&failed)?.person();
        let there = opened.entry(worker).or_default();
        there.entry(quarter).or_default().insert(person);
    }
    Ok(opened)
}

/// The hours of one worker, earliest first: an hour is any four quarters that follow each other, and the next one begins
/// after it.
fn hours(
    worker: &WorkerId,
    opened: &Opened,
    people_at_least: usize,
) -> Vec<(WorkerId, i64, BTreeSet<PersonId>)> {
    let mut hours: Vec<(WorkerId, i64, BTreeSet<PersonId>)> = Vec::new();
    for first in opened.keys().copied() {
        let over = hours.last().map(|(_, last, _)| last + QUARTERS_AN_HOUR);
        if over.is_some_and(|over| first < over) {
            continue;
        }
        let within = opened.range(first..first + QUARTERS_AN_HOUR);
        let people: BTreeSet<_> = within.flat_map(|(_, people)| people).copied().collect();
        if people.len() >= people_at_least {
            hours.push((worker.clone(), first, people));
        }
    }
    hours
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use uuid::Uuid;

    fn found(opened: &[(i64, &[u128])], people_at_least: usize) -> Vec<(i64, usize)> {
        let people = |people: &[u128]| {
            let people = people.iter().copied();
            people.map(|one| PersonId(Uuid::from_u128(one))).collect()
        };
        let opened = opened.iter().map(|(at, who)| (*at, people(who))).collect();
        let worker = "sam.lee".parse().unwrap();
        let found = hours(&worker, &opened, people_at_least);
        found
            .into_iter()
            .map(|(_, at, who)| (at, who.len()))
            .collect()
    }

    #[test]
    fn any_four_quarters_are_an_hour_and_whoever_was_opened_twice_counts_once() {
        let opened: [(i64, &[u128]); 4] = [(10, &[1]), (12, &[1, 2]), (13, &[3]), (14, &[4])];
        assert_eq!(found(&opened, 3), [(10, 3)]);
        assert_eq!(found(&opened, 4), [(12, 4)]);
        assert_eq!(found(&opened, 5), []);
    }

    #[test]
    fn an_hour_is_told_once_and_the_next_begins_after_it() {
        let opened: [(i64, &[u128]); 4] = [(0, &[1, 2]), (3, &[3]), (4, &[4, 5]), (100, &[1, 2])];
        assert_eq!(found(&opened, 2), [(0, 3), (4, 2), (100, 2)]);
        assert_eq!(found(&[], 1), []);
    }
}
