//! The narrow tables that the lists are read from. They follow from the `facts` rows of a person alone and hold no
//! words; where the answer depends on who looks and when, they say so instead of giving one.

use std::collections::BTreeMap;

use casework::{
    fact::{Content, Fact},
    ids::{OrganisationId, PersonId},
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{
    Error,
    error::sqlite,
    fact_row::{Bytes, Key},
    page::{Cursor, place},
    referrals::{Direction, State},
};

/// Makes a person's rows of the narrow tables again.
pub(super) fn refresh(
    rows: &Connection,
    organisation: &OrganisationId,
    person: PersonId,
    with_referrals: bool,
) -> Result<(), Error> {
    refresh_person(rows, person).map_err(sqlite("listing a person"))?;
    if with_referrals {
        refresh_referrals(rows, organisation, person)
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

/// A referral as far as the rows tell.
struct Listed {
    place: Option<Cursor>,
    direction: Option<Direction>,
    state: State,
    everybody: bool,
}

fn refresh_referrals(
    rows: &Connection,
    organisation: &OrganisationId,
    person: PersonId,
) -> Result<(), Error> {
    let key = Bytes::from(person);
    let mut listed: BTreeMap<[u8; 16], Listed> = BTreeMap::new();
    let select = "SELECT id, referral, recorded_at_ms, everybody, body FROM facts WHERE person = ?1 AND kind = 'referral'";
    let mut select = rows
        .prepare_cached(select)
        .map_err(sqlite("listing referrals"))?;
    let mut found = select.query([key]).map_err(sqlite("listing referrals"))?;
    while let Some(row) = found.next().map_err(sqlite("listing referrals"))? {
        take_in(row, organisation, &mut listed)?;
    }
    let delete = rows.prepare_cached("DELETE FROM referrals WHERE person = ?1");
    delete
        .and_then(|mut delete| delete.execute([key]))
        .map_err(sqlite("listing referrals"))?;
    for (
        referral,
        Listed {
            place,
            direction,
            state,
            everybody,
        },
    ) in listed
    {
        // What is between others is in the story alone, and so is what is not shown as it was raised: nobody could
        // say which way it goes.
        let (Some(place), Some(direction)) = (place, direction) else {
            continue;
        };
        let insert = "INSERT INTO referrals (person, referral, place, direction, state) VALUES (?1, ?2, ?3, ?4, ?5)";
        let state = everybody.then_some(state as i64);
        let insert = rows.prepare_cached(insert).and_then(|mut insert| {
            insert.execute(params![
                key,
                Bytes(referral),
                place,
                direction as i64,
                state
            ])
        });
        insert.map_err(sqlite("listing referrals"))?;
    }
    Ok(())
}

fn take_in(
    row: &Row<'_>,
    organisation: &OrganisationId,
    listed: &mut BTreeMap<[u8; 16], Listed>,
) -> Result<(), Error> {
    let read = || -> rusqlite::Result<(Key, Bytes, i64, bool, String)> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    };
    let (Key(id), Bytes(referral), at_ms, everybody, body) =
        read().map_err(sqlite("listing referrals"))?;
    let fact: Fact = serde_json::from_str(&body)
        .map_err(|error| Error::json("facts", id.to_string(), &error))?;
    let blank = Listed {
        place: None,
        direction: None,
        state: State::Open,
        everybody: true,
    };
    let one = listed.entry(referral).or_insert(blank);
    one.everybody &= everybody;
    match fact.content {
        Content::Referral { from, to, .. } => {
            one.place = Some(place(at_ms, Uuid::from_bytes(referral)));
            one.direction = Direction::of(organisation, &from, &to);
        }
        Content::Accepted { .. } => one.state = State::Accepted,
        Content::Declined { .. } => one.state = State::Declined,
        _ => {}
    }
    Ok(())
}
