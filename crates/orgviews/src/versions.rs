//! Versions of facts: which takes the place of which, and which is the newest that somebody may see.

use std::collections::{HashMap, HashSet};

use casework::ids::{FactId, PersonId};

use crate::{
    Error, Shown,
    error::sqlite,
    fact_row::{Bytes, Key},
    reader::Look,
};

/// Which version each fact of one kind in the file takes the place of, visible or not: no words.
pub(crate) struct Versions(HashMap<FactId, FactId>);

impl Versions {
    /// The versions of a person's facts of this kind.
    pub(crate) fn of(look: &Look<'_>, person: PersonId, kind: &str) -> Result<Self, Error> {
        let select = "SELECT id, replaces FROM facts WHERE person = ?1 AND kind = ?2 AND replaces IS NOT NULL";
        let found = look.rows.prepare_cached(select).and_then(|mut select| {
            let pair =
                |row: &rusqlite::Row<'_>| Ok((row.get::<_, Key>(0)?.0, row.get::<_, Key>(1)?.0));
            select
                .query_map((Bytes::from(person), kind), pair)?
                .collect()
        });
        found.map(Self).map_err(sqlite("reading versions"))
    }

    /// Leaves the newest of these. What was recorded in error or on the wrong person goes: it tells nobody how the
    /// person is, and has taken no place. An older version goes where a newer one is among them, also one that replaces it by
    /// way of versions that are not.
    pub(crate) fn retain_newest(&self, facts: &mut Vec<Shown>) {
        facts.retain(|shown| !in_error(shown));
        let mut replaced = HashSet::new();
        for shown in facts.iter() {
            let mut version = shown.disclosed.id;
            // Ends at the first version that was replaced already, and so also where a damaged file runs in a circle.
            while let Some(older) = self
                .0
                .get(&version)
                .filter(|older| replaced.insert(**older))
            {
                version = *older;
            }
        }
        facts.retain(|shown| !replaced.contains(&shown.disclosed.id));
    }

    /// The versions before this one, the newest of them first.
    pub(crate) fn before(&self, fact: FactId) -> Vec<FactId> {
        let mut before = Vec::new();
        let mut version = fact;
        // A damaged file may run in a circle.
        while let Some(older) = self
            .0
            .get(&version)
            .filter(|older| !before.contains(*older))
        {
            before.push(*older);
            version = *older;
        }
        before
    }

    /// The first version of this one: itself, where it replaces none.
    pub(crate) fn first(&self, fact: FactId) -> FactId {
        self.before(fact).last().copied().unwrap_or(fact)
    }
}

/// The newest visible versions of the facts of a kind, oldest first.
pub(crate) fn newest(look: &Look<'_>, person: PersonId, kind: &str) -> Result<Vec<Shown>, Error> {
    let values: [&dyn rusqlite::ToSql; 2] = [&Bytes::from(person), &kind];
    let mut facts = look.all("person = ?2 AND kind = ?3", "place", &values)?;
    Versions::of(look, person, kind)?.retain_newest(&mut facts);
    Ok(facts)
}

/// Whether the caller is shown it as recorded in error or on the wrong person.
pub(crate) fn in_error(shown: &Shown) -> bool {
    let restriction = shown.disclosed.fact.restriction.as_ref();
    restriction.is_some_and(|one| one.in_error || one.privacy_officers)
}
