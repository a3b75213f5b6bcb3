//! The narrow tables that the lists are read from. They follow from the `facts` rows of a person alone and hold no
//! words; where the answer depends on who looks and when, they say so instead of giving one.

use std::collections::BTreeMap;

use casework::ids::{OrganisationId, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{
    Error,
    error::sqlite,
    fact_row::{Bytes, Key},
    page::place,
    threads::{self, Told},
    work,
};

/// Makes a person's rows of the narrow tables again.
pub(super) fn refresh(
    rows: &Connection,
    organisation: &OrganisationId,
    person: PersonId,
    with_threads: bool,
) -> Result<(), Error> {
    refresh_person(rows, person).map_err(sqlite("listing a person"))?;
    if with_threads {
        refresh_threads(rows, organisation, person)
    } else {
        Ok(())
    }
}

fn refresh_person(rows: &Connection, person: PersonId) -> rusqlite::Result<()> {
    let key = Bytes::from(person);
    let latest =
        "SELECT recorded_at_ms, everybody FROM facts WHERE person = ?1 ORDER BY place DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?));
    match rows
        .prepare_cached(latest)?
        .query_row([key], read)
        .optional()?
    {
        None => rows
            .prepare_cached("DELETE FROM people WHERE person = ?1")?
            .execute([key])
            .map(drop),
        Some((at_ms, everybody)) => {
            let put = "INSERT INTO people (person, last_recorded_at_ms, place, depends) VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT (person) DO UPDATE SET
                           last_recorded_at_ms = excluded.last_recorded_at_ms,
                           place = excluded.place, depends = excluded.depends";
            rows.prepare_cached(put)?
                .execute(params![key, at_ms, place(at_ms, person.0), !everybody])
                .map(drop)
        }
    }
}

/// The facts about one thing, and whether everybody may read all of them.
struct Gathered {
    told: Vec<Told>,
    everybody: bool,
}

fn refresh_threads(
    rows: &Connection,
    organisation: &OrganisationId,
    person: PersonId,
) -> Result<(), Error> {
    let failed = sqlite("listing things");
    let key = Bytes::from(person);
    let gathered = gather(rows, key)?;
    let delete = rows.prepare_cached("DELETE FROM threads WHERE person = ?1");
    delete
        .and_then(|mut delete| delete.execute([key]))
        .map_err(&failed)?;
    let insert = "INSERT INTO threads (person, kind, thing, place, side, state, due_at_ms)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = rows.prepare_cached(insert).map_err(&failed)?;
    for ((kind, thing), mut gathered) in gathered {
        gathered.told.sort_by_key(Told::order);
        let Some(listing) = threads::listing(&kind, organisation, &gathered.told) else {
            continue;
        };
        let place = place(listing.began_at_ms, Uuid::from_bytes(thing));
        let state = gathered.everybody.then_some(listing.state);
        let contents = gathered.told.iter().map(|told| &told.fact.content);
        let due = match work::waiting(&kind, organisation, contents) {
            // Where it depends on who looks, it is always looked at.
            _ if !gathered.everybody => Some(i64::MIN),
            waiting => waiting.as_ref().map(work::due_at_ms),
        };
        insert
            .execute(params![
                key,
                kind,
                Bytes(thing),
                place,
                listing.side,
                state,
                due
            ])
            .map_err(&failed)?;
    }
    Ok(())
}

/// The facts about each thing, by kind and thing.
fn gather(
    rows: &Connection,
    person: Bytes,
) -> Result<BTreeMap<(String, [u8; 16]), Gathered>, Error> {
    let failed = sqlite("listing things");
    let select = "SELECT id, kind, thing, recorded_at_ms, everybody, body FROM facts
                  WHERE person = ?1 AND thing IS NOT NULL";
    let mut select = rows.prepare_cached(select).map_err(&failed)?;
    let mut found = select.query([person]).map_err(&failed)?;
    let mut gathered = BTreeMap::new();
    while let Some(row) = found.next().map_err(&failed)? {
        let read = || -> rusqlite::Result<(Key, String, Bytes, i64, bool, String)> {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        };
        let (Key(id), kind, Bytes(thing), at_ms, everybody, body) = read().map_err(&failed)?;
        let fact = serde_json::from_str(&body)
            .map_err(|error| Error::json("facts", id.to_string(), &error))?;
        let blank = || Gathered {
            told: Vec::new(),
            everybody: true,
        };
        let one = gathered.entry((kind, thing)).or_insert_with(blank);
        one.everybody &= everybody;
        one.told.push(Told { id, at_ms, fact });
    }
    Ok(gathered)
}
