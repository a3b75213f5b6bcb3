//! Changes the rows of one person: only those that differ. Lists that follow from them are `lists`'.

use std::collections::{BTreeMap, HashMap};

use casework::{
    disclosure::{Disclosed, Grant},
    ids::PersonId,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Error,
    changes::Heard,
    error::sqlite,
    fact_row::{Bytes, Key, Stored},
    page::at_ms,
    readings,
    writer::Change,
};

/// What a batch has touched so far.
#[derive(Default)]
pub(super) struct Touched {
    /// The people whose rows changed.
    pub(super) people: BTreeMap<PersonId, Touch>,
    pub(super) withdrew: bool,
}

/// How a person's rows changed.
pub(super) struct Touch {
    /// Whether the lists of things are to be made again.
    pub(super) threads: bool,
    /// Who could read what changed, before or afterwards: they are told of it, and nobody else.
    pub(super) heard: Heard,
}

impl Touched {
    fn note<'a>(
        &mut self,
        person: PersonId,
        thing: bool,
        grants: impl IntoIterator<Item = &'a Grant>,
    ) {
        let touch = self.people.entry(person).or_insert(Touch {
            threads: false,
            heard: Heard::by_nobody(),
        });
        touch.threads |= thing;
        for grant in grants {
            touch.heard.by(grant);
        }
    }
}

/// A row as it stands: its body and grants.
struct Standing {
    body: String,
    grants: String,
}

/// Carries out one change.
pub(super) fn change(
    rows: &Connection,
    person: PersonId,
    change: &Change,
    touched: &mut Touched,
) -> Result<(), Error> {
    match change {
        Change::Add(facts) => facts.iter().try_for_each(|fact| {
            let standing = standing(rows, person, Key(fact.id))?;
            put(rows, person, fact, standing, touched)
        }),
        Change::Replace(facts) => replace(rows, person, facts, touched),
        Change::Remove => replace(rows, person, &[], touched),
        Change::Erase => {
            touched.withdrew |= readings::erase(rows, person)?;
            replace(rows, person, &[], touched)
        }
        Change::Read(id, reading) => readings::put(rows, person, *id, reading),
    }
}

fn replace(
    rows: &Connection,
    person: PersonId,
    facts: &[Disclosed],
    touched: &mut Touched,
) -> Result<(), Error> {
    let mut standing = all_standing(rows, person)?;
    for fact in facts {
        put(rows, person, fact, standing.remove(&Key(fact.id)), touched)?;
    }
    for key in standing.into_keys() {
        delete(rows, person, key, touched)?;
    }
    Ok(())
}

/// Makes the fact's row what it has to be, if it is not.
fn put(
    rows: &Connection,
    person: PersonId,
    fact: &Disclosed,
    standing: Option<Standing>,
    touched: &mut Touched,
) -> Result<(), Error> {
    let stored = Stored::of(fact)?;
    let mut before = Vec::new();
    match standing {
        None => insert(rows, person, fact, &stored)?,
        Some(standing) if standing.body == stored.body && standing.grants == stored.grants => {
            return Ok(());
        }
        Some(standing) => {
            before = grants(Key(fact.id), &standing.grants)?;
            // Other words for the same fact are words that were taken away, too.
            let lost = before.iter().any(|grant| !fact.grants.contains(grant));
            touched.withdrew |= lost || standing.body != stored.body;
            update(rows, person, &stored)?;
        }
    }
    let readers = before.iter().chain(&fact.grants);
    touched.note(person, stored.thing.is_some(), readers);
    Ok(())
}

fn insert(
    rows: &Connection,
    person: PersonId,
    fact: &Disclosed,
    stored: &Stored,
) -> Result<(), Error> {
    let insert = "INSERT INTO facts (person, id, place, kind, thing, recorded_at_ms, organisation, worker, role,
                                     categories, replaces, body, grants, ends_at_ms, everybody)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let values = params![
        Bytes::from(person),
        stored.id,
        stored.place,
        fact.fact.about.kind(),
        stored.thing,
        at_ms(fact.at),
        fact.by.organisation.as_str(),
        fact.by.worker.as_str(),
        fact.by.role.as_str(),
        stored.categories,
        fact.fact.replaces.map(Key),
        stored.body,
        stored.grants,
        stored.ends_at_ms,
        stored.everybody,
    ];
    let done = rows
        .prepare_cached(insert)
        .and_then(|mut insert| insert.execute(values));
    done.map(drop).map_err(sqlite("inserting a fact"))
}

// What a fact is about, by whom and when never changes: only its words may go, and its grants come and go.
fn update(rows: &Connection, person: PersonId, stored: &Stored) -> Result<(), Error> {
    let update = "UPDATE facts SET body = ?3, grants = ?4, ends_at_ms = ?5, everybody = ?6 WHERE person = ?1 AND id = ?2";
    let values = params![
        Bytes::from(person),
        stored.id,
        stored.body,
        stored.grants,
        stored.ends_at_ms,
        stored.everybody
    ];
    let done = rows
        .prepare_cached(update)
        .and_then(|mut update| update.execute(values));
    done.map(drop).map_err(sqlite("updating a fact"))
}

fn delete(
    rows: &Connection,
    person: PersonId,
    key: Key,
    touched: &mut Touched,
) -> Result<(), Error> {
    let delete =
        "DELETE FROM facts WHERE person = ?1 AND id = ?2 RETURNING thing IS NOT NULL, grants";
    let mut delete = rows
        .prepare_cached(delete)
        .map_err(sqlite("deleting a fact"))?;
    let (thing, text): (bool, String) = delete
        .query_row((Bytes::from(person), key), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(sqlite("deleting a fact"))?;
    touched.note(person, thing, &grants(key, &text)?);
    touched.withdrew = true;
    Ok(())
}

fn grants(Key(id): Key, text: &str) -> Result<Vec<Grant>, Error> {
    serde_json::from_str(text).map_err(|error| Error::json("facts", id.to_string(), &error))
}

fn standing(rows: &Connection, person: PersonId, key: Key) -> Result<Option<Standing>, Error> {
    let select = "SELECT body, grants FROM facts WHERE person = ?1 AND id = ?2";
    let found = rows.prepare_cached(select).and_then(|mut select| {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Standing {
                body: row.get(0)?,
                grants: row.get(1)?,
            })
        };
        select
            .query_row((Bytes::from(person), key), read)
            .optional()
    });
    found.map_err(sqlite("looking for a fact"))
}

fn all_standing(rows: &Connection, person: PersonId) -> Result<HashMap<Key, Standing>, Error> {
    let select = "SELECT id, body, grants FROM facts WHERE person = ?1";
    let found = rows.prepare_cached(select).and_then(|mut select| {
        let read = |row: &rusqlite::Row<'_>| {
            Ok((
                row.get(0)?,
                Standing {
                    body: row.get(1)?,
                    grants: row.get(2)?,
                },
            ))
        };
        select.query_map([Bytes::from(person)], read)?.collect()
    });
    found.map_err(sqlite("reading a person's facts"))
}
