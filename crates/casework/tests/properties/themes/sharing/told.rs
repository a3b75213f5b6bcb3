//! How duties, restrictions and entries recorded in error are told to the oracle, from the plain list of events.

use std::collections::BTreeMap;

use casework::{
    duty::DutyRecorded,
    event::{Event, What},
    fact::Restriction,
    ids::{EventId, FactId, OrganisationId, WorkerId},
};

use crate::telling::Known;

/// A duty to disclose that no later event has ended.
pub struct Owed<'a> {
    /// The event that recorded it.
    pub event: EventId,
    /// Its terms.
    pub terms: &'a DutyRecorded,
}

/// Every duty to disclose.
pub fn owed(events: &[Event]) -> Vec<Owed<'_>> {
    let mut owed = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let ends =
            |later: &Event| matches!(&later.what, What::DutyEnded { duty } if *duty == event.id);
        if let What::DutyRecorded(terms) = &event.what
            && !events[place..].iter().any(ends)
        {
            owed.push(Owed {
                event: event.id,
                terms,
            });
        }
    }
    owed
}

/// Who reads a fact, by every restriction that was put on it and not lifted.
#[derive(Clone, Debug, Default)]
pub struct ReadBy {
    /// All of these have to name somebody; nobody has to, where there is none.
    pub restrictions: Option<Vec<Restriction>>,
    /// Whether it was recorded in error.
    pub in_error: bool,
    /// Whether it was recorded on the wrong person.
    pub misplaced: bool,
}

impl ReadBy {
    /// Whether only the privacy officers of whoever recorded it read it.
    pub fn is_officers(&self) -> bool {
        let mut restrictions = self.restrictions.iter().flatten();
        self.misplaced || restrictions.any(|one| one.privacy_officers)
    }

    /// Whether anything restricts it.
    pub fn is_restricted(&self) -> bool {
        self.restrictions.is_some() || self.in_error || self.misplaced
    }

    /// Whether every restriction names them.
    pub fn names(&self, organisation: &OrganisationId, worker: &WorkerId) -> bool {
        let named = |one: &Restriction| {
            one.organisations.contains(organisation)
                || one
                    .workers
                    .get(organisation)
                    .is_some_and(|some| some.contains(worker))
        };
        self.restrictions.iter().flatten().all(named)
    }
}

/// Who reads each fact, after everything that was done to it.
pub fn readers(events: &[Event], facts: &[Known<'_>]) -> BTreeMap<FactId, ReadBy> {
    let mut readers: BTreeMap<FactId, ReadBy> = BTreeMap::new();
    for fact in facts {
        let restrictions = fact.fact.restriction.clone().map(|one| vec![one]);
        readers.insert(
            fact.id,
            ReadBy {
                restrictions,
                ..ReadBy::default()
            },
        );
    }
    for (place, event) in events.iter().enumerate() {
        let (What::FactRestricted { fact, .. }
        | What::RestrictionLifted { fact }
        | What::FactRetracted { fact }
        | What::WrongPersonMarked { fact }
        | What::WrongPersonUnmarked { fact }) = &event.what
        else {
            continue;
        };
        let then: Vec<_> = facts
            .iter()
            .filter(|fact| fact.place < place)
            .copied()
            .collect();
        let Some(named) = then.iter().find(|known| known.id == *fact).copied() else {
            continue;
        };
        let versions = back(&then, named);
        let ours = |version: &&Known<'_>| version.by.organisation == named.by.organisation;
        let own: Vec<_> = versions
            .iter()
            .take_while(ours)
            .map(|version| version.id)
            .collect();
        let inherited = versions
            .get(own.len())
            .and_then(|other| readers[&other.id].restrictions.clone());
        let newer = then.iter().filter(|other| {
            other.id != named.id
                && back(&then, **other)
                    .iter()
                    .any(|older| older.id == named.id)
        });
        let newer: Vec<_> = newer.map(|newer| newer.id).collect();
        for id in own {
            let read_by = readers.get_mut(&id).unwrap();
            match &event.what {
                What::WrongPersonMarked { .. } => read_by.misplaced = true,
                What::WrongPersonUnmarked { .. } => read_by.misplaced = false,
                _ if read_by.in_error => {}
                What::FactRestricted { restriction, .. } => {
                    let mut all = inherited.clone().unwrap_or_default();
                    all.push(restriction.clone());
                    read_by.restrictions = Some(all);
                }
                What::RestrictionLifted { .. } => read_by.restrictions = inherited.clone(),
                _ => read_by.in_error = true,
            }
        }
        if let What::FactRestricted { restriction, .. } = &event.what {
            for id in newer {
                let read_by = readers.get_mut(&id).unwrap();
                if !read_by.in_error {
                    read_by
                        .restrictions
                        .get_or_insert_default()
                        .push(restriction.clone());
                }
            }
        }
    }
    readers
}

/// A fact and its older versions, the newest first.
pub fn back<'a>(facts: &[Known<'a>], fact: Known<'a>) -> Vec<Known<'a>> {
    let when = |known: &Known<'_>| (known.place, known.id.index);
    let older = |newer: &Known<'a>| {
        let older = facts
            .iter()
            .find(|older| Some(older.id) == newer.fact.replaces)?;
        (when(older) < when(newer)).then_some(*older)
    };
    std::iter::successors(Some(fact), older).collect()
}
