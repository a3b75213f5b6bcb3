//! Which version of a fact is the newest that the caller may see. What lists make of it is their matter.

use std::collections::{HashMap, HashSet};

use casework::ids::{FactId, PersonId};

use crate::{
    Error, Shown,
    error::sqlite,
    fact_row::{Bytes, Key},
    reader::Look,
};

/// The newest visible versions of the facts of a kind, oldest first. An older version is left out where a newer one is
/// visible, also one that replaces it by way of versions that are not.
pub(crate) fn newest(look: &Look<'_>, person: PersonId, kind: &str) -> Result<Vec<Shown>, Error> {
    let values: [&dyn rusqlite::ToSql; 2] = [&Bytes::from(person), &kind];
    let mut versions = look.all("person = ?2 AND kind = ?3", "place", &values)?;
    // What was recorded in error or on the wrong person tells nobody how things are, and has taken no place.
    versions.retain(|shown| {
        let restriction = shown.disclosed.fact.restriction.as_ref();
        !restriction.is_some_and(|one| one.in_error || one.privacy_officers)
    });
    let older = older(look, person, kind)?;
    let visible: Vec<FactId> = versions.iter().map(|shown| shown.disclosed.id).collect();
    let mut replaced = HashSet::new();
    for id in visible {
        let mut version = id;
        // Ends at the first version that was replaced already, and so also where a damaged file runs in a circle.
        while let Some(older) = older.get(&version).filter(|older| replaced.insert(**older)) {
            version = *older;
        }
    }
    versions.retain(|shown| !replaced.contains(&shown.disclosed.id));
    Ok(versions)
}

/// Which version each fact of a kind in the file takes the place of, visible or not: no words.
fn older(look: &Look<'_>, person: PersonId, kind: &str) -> Result<HashMap<FactId, FactId>, Error> {
    let select =
        "SELECT id, replaces FROM facts WHERE person = ?1 AND kind = ?2 AND replaces IS NOT NULL";
    let found = look.rows.prepare_cached(select).and_then(|mut select| {
        let pair = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Key>(0)?.0, row.get::<_, Key>(1)?.0));
        select
            .query_map((Bytes::from(person), kind), pair)?
            .collect()
    });
    found.map_err(sqlite("reading versions"))
}
