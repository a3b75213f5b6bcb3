//! The told-once ledger: what the person has told already, by whom it was recorded, when it was last confirmed, and how
//! often it was read again instead of being asked again. Nothing is counted here but the organisation's own readings.

use std::collections::{HashMap, HashSet};

use casework::{
    fact::Content,
    ids::{FactId, PersonId, WorkerId},
};
use jiff::Timestamp;

use crate::{
    Error, Reader, Shown, about_me, people, plans,
    reader::Look,
    readings::{self, Reading},
};

/// The ledger of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldOnce {
    /// Who they are, the passages of About Me, the plan and how they are reached, in this order: of each the newest
    /// version that the caller may see.
    pub entries: Vec<Entry>,
    /// How many visits read at least one of the entries again.
    pub reread: usize,
}

/// One thing that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was told, and who recorded it.
    pub told: Shown,
    /// The last confirmation of this version, where it was confirmed. Only About Me is.
    pub confirmed: Option<Shown>,
    /// Whether the person does not want to be asked about it again.
    pub do_not_ask_again: bool,
    /// How many visits read it again instead of asking again.
    ///
    /// A visit is a worker of the caller's organisation and a quarter of an hour in which they opened the brief, the story
    /// or the transfer pack, however many of these and however often. It counts where its first opening is later than the
    /// recording of this version, where the worker is another than the one who recorded it, and where one of the grants by
    /// which it is in the file today lets that worker read, in that role, at that time. A grant says until when it holds
    /// and not since when: what came to be shared later counts from its recording on.
    pub reread: usize,
}

/// A worker and a quarter of an hour.
type Visit<'a> = (&'a WorkerId, i64);

impl Reader {
    /// What the person has told already; none where the caller may see nothing of them.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn told_once(&self, now: Timestamp, person: PersonId) -> Result<Option<ToldOnce>, Error> {
        let ledger = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let told = told(look, person)?;
            let mut confirmed = about_me::confirmations(look, person)?;
            let readings = readings::of(look, person)?;
            Ok(Some(ledger(look, told, &mut confirmed, &readings)))
        })?;
        Ok(ledger.flatten())
    }
}

/// What nobody should have to ask again.
fn told(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    let mut told: Vec<Shown> = people::identity(look, person)?.into_iter().collect();
    told.extend(about_me::newest(look, person)?);
    let passages = plans::plan(look, person)?.passages;
    told.extend(passages.into_iter().filter_map(|passage| passage.written));
    told.extend(people::contact_points(look, person)?);
    Ok(told)
}

fn ledger(
    look: &Look<'_>,
    told: Vec<Shown>,
    confirmed: &mut HashMap<FactId, Shown>,
    readings: &[Reading],
) -> ToldOnce {
    let visits = visits(readings);
    let mut reread = HashSet::new();
    let entry = |told: Shown| {
        let again: HashSet<Visit<'_>> = visits
            .iter()
            .filter(|(_, reading)| read_again(look, &told, reading))
            .map(|(visit, _)| *visit)
            .collect();
        reread.extend(again.iter().copied());
        Entry {
            confirmed: confirmed.remove(&told.disclosed.id),
            do_not_ask_again: matches!(
                told.disclosed.fact.content,
                Content::Passage {
                    do_not_ask_again: true,
                    ..
                }
            ),
            reread: again.len(),
            told,
        }
    };
    let entries = told.into_iter().map(entry).collect();
    ToldOnce {
        entries,
        reread: reread.len(),
    }
}

/// Each visit with its first opening of a page on which all of this stands. Readings come the earliest first.
fn visits(readings: &[Reading]) -> HashMap<Visit<'_>, &Reading> {
    let mut visits = HashMap::new();
    for reading in readings
        .iter()
        .filter(|reading| reading.page.tells_who_somebody_is())
    {
        let visit = (&reading.worker, reading.quarter);
        visits.entry(visit).or_insert(reading);
    }
    visits
}

fn read_again(look: &Look<'_>, told: &Shown, reading: &Reading) -> bool {
    let by = &told.disclosed.by;
    let recorder = by.organisation == *look.caller.organisation() && by.worker == reading.worker;
    let Reading {
        worker, role, at, ..
    } = reading;
    let shown = |grant: &casework::disclosure::Grant| grant.holds(worker, *role, *at);
    told.disclosed.at < *at && !recorder && told.disclosed.grants.iter().any(shown)
}
