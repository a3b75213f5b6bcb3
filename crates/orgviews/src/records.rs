//! Records that were merged into a person's, and people whose cases are linked, as the caller may see it.

use std::collections::HashSet;

use casework::{
    fact::{Content, Identity},
    ids::{LinkId, MergeId, PersonId},
    people::Told,
    words::Words,
};
use jiff::Timestamp;

use crate::{Error, Reader, Shown, cases, fact_row::Bytes, reader::Look, threads};

/// A record that was merged into the person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Its id.
    pub id: MergeId,
    /// The name under which the other was kept.
    pub name: Option<Words>,
    /// How it is known that the two are one person.
    pub words: Words,
    /// When they were merged.
    pub at: Timestamp,
}

/// A person whose case is worked on together with this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// The other person.
    pub other: PersonId,
    /// Who they are, where the caller may see it.
    pub identity: Option<Identity>,
    /// How the two belong together.
    pub words: Words,
    /// When they were linked.
    pub at: Timestamp,
}

impl Reader {
    /// The merges that were not undone, the latest first; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn merges(&self, now: Timestamp, person: PersonId) -> Result<Option<Vec<Merge>>, Error> {
        let merges = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let merge = |shown: Shown| {
                let (id, at) = (shown.disclosed.fact.about.thing()?, shown.disclosed.at);
                match shown.disclosed.fact.content {
                    Content::People(Told::Merged { name, words }) => Some(Merge {
                        id: MergeId(id),
                        name,
                        words,
                        at,
                    }),
                    _ => None,
                }
            };
            let told = last_of_each(look, person, "merge")?;
            Ok(Some(told.into_iter().filter_map(merge).collect()))
        })?;
        Ok(merges.flatten())
    }

    /// The links that have not ended, the latest first; none where the caller may see nothing of the person.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn links(&self, now: Timestamp, person: PersonId) -> Result<Option<Vec<Link>>, Error> {
        let links = self.look(now, |look| {
            if !look.knows(person)? {
                return Ok(None);
            }
            let mut links = Vec::new();
            for shown in last_of_each(look, person, "link")? {
                let (id, at) = (shown.disclosed.fact.about.thing(), shown.disclosed.at);
                let Content::People(Told::Linked { other, words }) = shown.disclosed.fact.content
                else {
                    continue;
                };
                links.extend(match id {
                    Some(id) => Some(Link {
                        id: LinkId(id),
                        other,
                        identity: cases::identity(look, other)?,
                        words,
                        at,
                    }),
                    None => None,
                });
            }
            Ok(Some(links))
        })?;
        Ok(links.flatten())
    }
}

/// What was told last of each thing of this kind, the latest first.
fn last_of_each(look: &Look<'_>, person: PersonId, kind: &str) -> Result<Vec<Shown>, Error> {
    let values: [&dyn rusqlite::ToSql; 2] = [&Bytes::from(person), &kind];
    let mut told = look.all("person = ?2 AND kind = ?3", "place", &values)?;
    told.sort_by_key(|shown| threads::recording_order(&shown.disclosed));
    told.reverse();
    let mut seen = HashSet::new();
    told.retain(|shown| seen.insert(shown.disclosed.fact.about.thing()));
    Ok(told)
}
