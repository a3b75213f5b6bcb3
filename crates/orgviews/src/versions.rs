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

    /// Leaves the newest of these. An older version goes where a newer one is among them, also one that replaces it by
    /// way of versions that are not.
    pub(crate) fn retain_newest(&self, facts: &mut Vec<Shown>) {
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
