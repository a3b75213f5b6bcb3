//! A row of `facts`: how what disclosure decided is stored, and how it is read again. No list lives here.

use casework::{
    Categories, Category,
    disclosure::{Disclosed, Grant, Readers},
    event::By,
    fact::Fact,
    ids::{EventId, FactId, PersonId},
};
use jiff::Timestamp;
use rusqlite::{
    Row, ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};
use uuid::Uuid;

use crate::{
    Error, error,
    page::{Cursor, at_ms, place_of_fact},
    threads,
};

/// Everything in an organisation's file. `facts` holds the words, once; the other tables are narrow and hold none. All but
/// `readings`, which holds what its own workers opened, follow from it. `place` is where a row stands in its list, the latest highest.
pub(crate) const TABLES: &str = "
    CREATE TABLE file (organisation TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
    CREATE TABLE facts (
        person BLOB NOT NULL,
        id BLOB NOT NULL,
        place BLOB NOT NULL,
        kind TEXT NOT NULL,
        thing BLOB,
        recorded_at_ms INTEGER NOT NULL,
        organisation TEXT NOT NULL,
        worker TEXT NOT NULL,
        role TEXT NOT NULL,
        categories INTEGER NOT NULL,
        replaces BLOB,
        body TEXT NOT NULL,
        grants TEXT NOT NULL,
        ends_at_ms INTEGER,
        everybody INTEGER NOT NULL,
        PRIMARY KEY (person, id)
    ) STRICT;
    CREATE INDEX facts_by_place ON facts (person, place);
    CREATE INDEX facts_by_kind ON facts (person, kind, place);
    CREATE TABLE people (
        person BLOB PRIMARY KEY,
        last_recorded_at_ms INTEGER NOT NULL,
        place BLOB NOT NULL,
        depends INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX people_by_place ON people (depends, place, person);
    CREATE TABLE threads (
        person BLOB NOT NULL,
        kind TEXT NOT NULL,
        thing BLOB NOT NULL,
        place BLOB NOT NULL,
        side INTEGER NOT NULL,
        state INTEGER,
        due_at_ms INTEGER,
        PRIMARY KEY (person, kind, thing)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX threads_by_place ON threads (kind, place);
    CREATE INDEX threads_by_thing ON threads (thing);
    CREATE INDEX threads_by_due ON threads (due_at_ms) WHERE due_at_ms IS NOT NULL;
    CREATE TABLE readings (
        person BLOB NOT NULL,
        worker TEXT NOT NULL,
        page TEXT NOT NULL,
        quarter INTEGER NOT NULL,
        role TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        place BLOB NOT NULL,
        PRIMARY KEY (person, worker, page, quarter)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX readings_by_place ON readings (person, place);
    CREATE INDEX readings_by_quarter ON readings (quarter, worker, person);
    CREATE TABLE changes (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        person BLOB NOT NULL,
        at_ms INTEGER NOT NULL,
        position INTEGER NOT NULL,
        heard TEXT
    ) STRICT;
    CREATE INDEX changes_by_time ON changes (at_ms);
";

/// A fact's id as a key: the event's 16 bytes and the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(pub(crate) FactId);

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let bytes = [&self.0.event.0.as_bytes()[..], &self.0.index.to_be_bytes()].concat();
        Ok(ToSqlOutput::from(bytes))
    }
}

impl FromSql for Key {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        let (event, index) = bytes
            .split_at_checked(16)
            .ok_or(FromSqlError::InvalidType)?;
        let event = Uuid::from_slice(event).map_err(FromSqlError::other)?;
        let index = u16::from_be_bytes(index.try_into().map_err(FromSqlError::other)?);
        Ok(Key(FactId {
            event: EventId(event),
            index,
        }))
    }
}

/// The 16 bytes of a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) [u8; 16]);

impl Bytes {
    pub(crate) fn person(self) -> PersonId {
        PersonId(Uuid::from_bytes(self.0))
    }

    pub(crate) fn uuid(self) -> Uuid {
        Uuid::from_bytes(self.0)
    }
}

impl From<PersonId> for Bytes {
    fn from(id: PersonId) -> Self {
        Self(id.0.into_bytes())
    }
}

impl From<Uuid> for Bytes {
    fn from(id: Uuid) -> Self {
        Self(id.into_bytes())
    }
}

impl ToSql for Bytes {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(&self.0[..]))
    }
}

impl FromSql for Bytes {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_blob()?
            .try_into()
            .map(Bytes)
            .map_err(FromSqlError::other)
    }
}

/// What of a row follows from the fact and its grants.
pub(crate) struct Stored {
    pub(crate) id: Key,
    pub(crate) place: Cursor,
    /// The thing that the fact is about, where it is one of several.
    pub(crate) thing: Option<Bytes>,
    pub(crate) categories: u16,
    pub(crate) body: String,
    pub(crate) grants: String,
    /// The last moment at which any grant holds; none where one has no end.
    pub(crate) ends_at_ms: Option<i64>,
    /// Whether some grant lets everybody read without end, so that nobody's name and no clock matters.
    pub(crate) everybody: bool,
}

impl Stored {
    pub(crate) fn of(disclosed: &Disclosed) -> Result<Self, Error> {
        let unwritable = |error| Error::json("facts", disclosed.id.to_string(), &error);
        let ends = disclosed
            .grants
            .iter()
            .map(|grant| grant.until.map(rounded_up))
            .collect::<Option<Vec<_>>>();
        let open = |grant: &Grant| grant.until.is_none() && grant.readers == Readers::All;
        Ok(Self {
            id: Key(disclosed.id),
            place: place_of_fact(at_ms(disclosed.at), disclosed.id),
            thing: threads::thing(disclosed).map(Bytes::from),
            categories: bits(disclosed.fact.categories),
            body: serde_json::to_string(&disclosed.fact).map_err(unwritable)?,
            grants: serde_json::to_string(&disclosed.grants).map_err(unwritable)?,
            ends_at_ms: ends.map(|ends| ends.into_iter().max().unwrap_or(i64::MIN)),
            everybody: disclosed.grants.iter().any(open),
        })
    }
}

/// The set as bits, in the order of [`Category::ALL`].
pub(crate) fn bits(categories: Categories) -> u16 {
    Category::ALL
        .iter()
        .enumerate()
        .filter(|(_, c)| categories.contains(**c))
        .fold(0, |bits, (i, _)| bits | 1 << i)
}

// Rounding down would leave a row out while it may still be read.
fn rounded_up(until: Timestamp) -> i64 {
    let whole = until.as_nanosecond().rem_euclid(1_000_000) == 0;
    until
        .as_nanosecond()
        .div_euclid(1_000_000)
        .try_into()
        .unwrap_or(i64::MAX - 1)
        + i64::from(!whole)
}

/// The columns that [`grants`] and [`disclosed`] read, in their order.
pub(crate) const COLUMNS: &str = "id, grants, recorded_at_ms, organisation, worker, role, body";

/// The grants of a row of [`COLUMNS`].
pub(crate) fn grants(row: &Row<'_>) -> Result<Vec<Grant>, Error> {
    let text = text(row, 1)?;
    serde_json::from_str(text).map_err(|error| Error::json("facts", key(row), &error))
}

/// The whole of a row of [`COLUMNS`], whose grants have been read.
pub(crate) fn disclosed(row: &Row<'_>, grants: Vec<Grant>) -> Result<Disclosed, Error> {
    let Key(id) = row.get(0).map_err(error::sqlite("reading a fact"))?;
    let unreadable = |reason: &str| Error::Row {
        table: "facts",
        key: id.to_string(),
        reason: reason.to_owned(),
    };
    let at: i64 = row.get(2).map_err(error::sqlite("reading a fact"))?;
    let fact: Fact = serde_json::from_str(text(row, 6)?)
        .map_err(|error| Error::json("facts", id.to_string(), &error))?;
    Ok(Disclosed {
        id,
        at: Timestamp::from_millisecond(at).map_err(|_| unreadable("its time"))?,
        by: By {
            organisation: text(row, 3)?
                .parse()
                .map_err(|_| unreadable("its organisation"))?,
            worker: text(row, 4)?
                .parse()
                .map_err(|_| unreadable("its worker"))?,
            role: text(row, 5)?.parse().map_err(|_| unreadable("its role"))?,
        },
        fact,
        grants,
    })
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, Error> {
    let value = row
        .get_ref(column)
        .map_err(error::sqlite("reading a fact"))?;
    value.as_str().map_err(|_| Error::Row {
        table: "facts",
        key: key(row),
        reason: "not text".to_owned(),
    })
}

fn key(row: &Row<'_>) -> String {
    row.get::<_, Key>(0)
        .map_or_else(|_| "without an id".to_owned(), |Key(id)| id.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_end_is_never_rounded_down() {
        let ends = |text: &str| rounded_up(text.parse().unwrap());
        assert_eq!(ends("1970-01-01T00:00:00.001Z"), 1);
        assert_eq!(ends("1970-01-01T00:00:00.001000001Z"), 2);
        assert!(rounded_up(Timestamp::MAX) >= at_ms(Timestamp::MAX));
    }

    #[test]
    fn every_category_has_its_bit() {
        assert_eq!(bits(Categories::ALL), u16::MAX);
        assert_eq!(
            bits(Categories::of(&[Category::Identity, Category::Plan])),
            1 | 1 << 15
        );
    }
}
