//! About Me: the newest version of every passage that the caller may see.

use std::collections::HashMap;

use casework::{
    about_me::Heading,
    fact::About,
    ids::{FactId, PersonId},
};
use jiff::Timestamp;

use crate::{
    Error, Reader, Shown,
    error::sqlite,
    fact_row::{Bytes, Key},
    reader::Look,
};

impl Reader {
    /// The newest visible passages, in the order of the headings; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn about_me(&self, now: Timestamp, person: PersonId) -> Result<Option<Vec<Shown>>, Error> {
        let passages = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            newest(look, person).map(Some)
        })?;
        Ok(passages.flatten())
    }
}

/// The newest visible passages. An older version is left out where a newer one is visible, also one that replaces
/// it by way of versions that are not.
pub(crate) fn newest(look: &Look<'_>, person: PersonId) -> Result<Vec<Shown>, Error> {
    let mut passages = look.all(
        "person = ?2 AND kind = 'passage'",
        "place",
        &[&Bytes::from(person)],
    )?;
    let older = older_versions(look, person)?;
    let visible: Vec<FactId> = passages.iter().map(|shown| shown.disclosed.id).collect();
    let mut replaced = std::collections::HashSet::new();
    for id in visible {
        let mut version = id;
        // Ends at the first version that was replaced already, and so also where a damaged file runs in a circle.
        while let Some(older) = older.get(&version).filter(|older| replaced.insert(**older)) {
            version = *older;
        }
    }
    passages.retain(|shown| !replaced.contains(&shown.disclosed.id));
    passages.sort_by_key(heading);
    Ok(passages)
}

/// Which version each passage in the file takes the place of, visible or not: no words.
fn older_versions(look: &Look<'_>, person: PersonId) -> Result<HashMap<FactId, FactId>, Error> {
    let select = "SELECT id, replaces FROM facts WHERE person = ?1 AND kind = 'passage' AND replaces IS NOT NULL";
    let found = look.rows.prepare_cached(select).and_then(|mut select| {
        let pair = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Key>(0)?.0, row.get::<_, Key>(1)?.0));
        select.query_map([Bytes::from(person)], pair)?.collect()
    });
    found.map_err(sqlite("reading versions"))
}

fn heading(shown: &Shown) -> Option<Heading> {
    match shown.disclosed.fact.about {
        About::Passage { heading } => Some(heading),
        _ => None,
    }
}
