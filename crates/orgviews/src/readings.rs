//! What the organisation's own workers opened about people: rows in, and who opened what. No words live here.

use casework::{
    Role,
    ids::{EventId, PersonId, WorkerId},
    reading::Page as Opened,
};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::{
    Cursor, Error, Page, Paged, Reader,
    error::sqlite,
    fact_row::Bytes,
    page::{at_ms, place},
    reader::Look,
};

/// One reading: a worker, a page and a quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Who read.
    pub worker: WorkerId,
    /// In which role.
    pub role: Role,
    /// What.
    pub page: Opened,
    /// The quarter of an hour.
    pub quarter: i64,
    /// When it was first opened in that quarter.
    pub at: Timestamp,
}

/// The columns of a reading, in the order in which [`read`] takes them.
const COLUMNS: &str = "place, worker, role, page, quarter, at_ms";

/// Takes a reading in. The same one again is the same row, whichever of the two comes first.
/// `id` is the same however often it was recorded.
pub(crate) fn put(
    rows: &Connection,
    person: PersonId,
    id: EventId,
    reading: &Reading,
) -> Result<(), Error> {
    let insert = "INSERT INTO readings (person, worker, page, quarter, role, at_ms, place)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                  ON CONFLICT DO UPDATE SET role = excluded.role, at_ms = excluded.at_ms, place = excluded.place
                  WHERE (excluded.at_ms, excluded.role) < (readings.at_ms, readings.role)";
    let at_ms = at_ms(reading.at);
    let values = params![
        Bytes::from(person),
        reading.worker.as_str(),
        reading.page.as_str(),
        reading.quarter,
        reading.role.as_str(),
        at_ms,
        place(at_ms, id.0),
    ];
    let done = rows
        .prepare_cached(insert)
        .and_then(|mut insert| insert.execute(values));
    done.map(drop).map_err(sqlite("taking in a reading"))
}

/// Deletes what was read about somebody who was erased; says whether there was anything.
pub(crate) fn erase(rows: &Connection, person: PersonId) -> Result<bool, Error> {
    let deleted = rows
        .prepare_cached("DELETE FROM readings WHERE person = ?1")
        .and_then(|mut delete| delete.execute([Bytes::from(person)]));
    deleted
        .map(|rows| rows > 0)
        .map_err(sqlite("erasing readings"))
}

impl Reader {
    /// What the caller's organisation opened about a person, the latest first: everybody's for a privacy officer, and
    /// the caller's own for everybody else. None where the caller may see nothing of the person; a privacy officer is
    /// answered also where that is so now, as long as somebody of theirs has read.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn readings(
        &self,
        now: Timestamp,
        person: PersonId,
        page: &Page,
    ) -> Result<Option<Paged<Reading>>, Error> {
        let found = self.look(now, |look| {
            let officer = look.caller.role() == Role::PrivacyOfficer;
            let answered = look.knows(person)? || (officer && any(look, person)?);
            if !answered {
                return Ok(None);
            }
            let worker = look.caller.worker();
            let select = format!(
                "SELECT {COLUMNS} FROM readings WHERE person = ?1 AND place < ?2 AND (?3 OR worker = ?4)
                 ORDER BY place DESC LIMIT ?5"
            );
            let limit = i64::try_from(page.size + 1).unwrap_or(i64::MAX);
            let person = Bytes::from(person);
            let values = params![person, page.below(), officer, worker.as_str(), limit];
            let mut found = all(look, &select, values)?;
            let more = found.len() > page.size;
            found.truncate(page.size);
            let next = found.last().map(|(place, _)| *place).filter(|_| more);
            Ok(Some((found.into_iter().map(|(_, one)| one).collect(), next)))
        })?;
        Ok(found.flatten())
    }
}

/// What the organisation's workers opened about a person, the earliest first.
pub(crate) fn of(look: &Look<'_>, person: PersonId) -> Result<Vec<Reading>, Error> {
    let select = format!("SELECT {COLUMNS} FROM readings WHERE person = ?1 ORDER BY place");
    let found = all(look, &select, params![Bytes::from(person)])?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// When the caller last opened a page about the person that tells of everything new, before this quarter of an hour.
pub(crate) fn last(
    look: &Look<'_>,
    person: PersonId,
    before_quarter: i64,
) -> Result<Option<Timestamp>, Error> {
    let select = "SELECT max(at_ms) FROM readings
                  WHERE person = ?1 AND worker = ?2 AND page = ?3 AND quarter < ?4";
    let failed = sqlite("looking for a reading");
    let mut select = look.rows.prepare_cached(select).map_err(&failed)?;
    let (person, worker) = (Bytes::from(person), look.caller.worker().as_str());
    let mut last: Option<i64> = None;
    for page in Opened::ALL.into_iter().filter(|page| page.tells_news()) {
        let values = params![person, worker, page.as_str(), before_quarter];
        let found = select.query_row(values, |row| row.get(0));
        last = last.max(found.map_err(&failed)?);
    }
    Ok(last.and_then(|ms| Timestamp::from_millisecond(ms).ok()))
}

fn any(look: &Look<'_>, person: PersonId) -> Result<bool, Error> {
    look.rows
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM readings WHERE person = ?1)")
        .and_then(|mut select| select.query_row([Bytes::from(person)], |row| row.get(0)))
        .map_err(sqlite("looking for a reading"))
}

fn all(
    look: &Look<'_>,
    select: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Vec<(Cursor, Reading)>, Error> {
    let failed = sqlite("listing readings");
    let mut select = look.rows.prepare_cached(select).map_err(&failed)?;
    let mut rows = select.query(values).map_err(&failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<(Cursor, Reading), Error> {
    let failed = sqlite("reading a reading");
    let place: Cursor = row.get(0).map_err(&failed)?;
    let text = |column| row.get::<_, String>(column).map_err(&failed);
    let wrong = |what: &str| Error::Row {
        table: "readings",
        key: format!("{place:02x?}"),
        reason: what.to_owned(),
    };
    let (worker, role, page) = (text(1)?, text(2)?, text(3)?);
    let at = Timestamp::from_millisecond(row.get(5).map_err(&failed)?);
    let reading = Reading {
        worker: worker.parse().map_err(|_| wrong("its worker"))?,
        role: role.parse().map_err(|_| wrong("its role"))?,
        page: Opened::named(&page).ok_or_else(|| wrong("its page"))?,
        quarter: row.get(4).map_err(&failed)?,
        at: at.map_err(|_| wrong("its time"))?,
    };
    Ok((place, reading))
}
