//! The change feed: which people's rows changed, in order, for a few days. Not what changed, nor for whom in the
//! organisation: whoever has to forget something has to hear of it, too.

use casework::ids::PersonId;
use rusqlite::Connection;

use crate::{Error, Reader, error::sqlite, fact_row::Bytes};

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its place in the feed.
    pub sequence: u64,
    /// The person whose rows changed.
    pub person: PersonId,
}

/// Changes after a place in the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// The next ones; none, where there are no more yet.
    Next(Vec<Changed>),
    /// What came next is not kept any more, or the place is ahead of the feed: lists have to be read again.
    TooOld,
}

impl Reader {
    /// The sequence of the newest change, from which on a new listener is told; 0 where there was none.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn newest_change(&self) -> Result<u64, Error> {
        let newest = self.look(jiff::Timestamp::UNIX_EPOCH, |look| {
            newest(look.rows).map_err(sqlite("reading changes"))
        })?;
        Ok(newest.unwrap_or(0))
    }

    /// The sequence of the oldest change that is kept; none where none is.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn oldest_change(&self) -> Result<Option<u64>, Error> {
        let oldest = self.look(jiff::Timestamp::UNIX_EPOCH, |look| {
            oldest(look.rows).map_err(sqlite("reading changes"))
        })?;
        Ok(oldest.flatten())
    }

    /// At most `limit` changes after this sequence.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn changes_after(&self, sequence: u64, limit: usize) -> Result<Changes, Error> {
        // Without content there is nothing that a time would filter.
        let changes = self.look(jiff::Timestamp::UNIX_EPOCH, |look| {
            after(look.rows, sequence, limit).map_err(sqlite("reading changes"))
        })?;
        Ok(changes.unwrap_or(if sequence == 0 {
            Changes::Next(Vec::new())
        } else {
            Changes::TooOld
        }))
    }
}

/// The newest sequence that was ever given, kept or not.
pub(crate) fn newest(rows: &Connection) -> rusqlite::Result<u64> {
    let newest = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0)";
    rows.prepare_cached(newest)?.query_row([], |row| row.get(0))
}

fn oldest(rows: &Connection) -> rusqlite::Result<Option<u64>> {
    rows.prepare_cached("SELECT min(sequence) FROM changes")?
        .query_row([], |row| row.get(0))
}

fn after(rows: &Connection, sequence: u64, limit: usize) -> rusqlite::Result<Changes> {
    let newest = newest(rows)?;
    let kept_after = oldest(rows)?.map_or(newest, |oldest| oldest.saturating_sub(1));
    if sequence < kept_after || sequence > newest {
        return Ok(Changes::TooOld);
    }
    let select =
        "SELECT sequence, person FROM changes WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
    let mut select = rows.prepare_cached(select)?;
    let changed = |row: &rusqlite::Row<'_>| {
        Ok(Changed {
            sequence: row.get(0)?,
            person: row.get::<_, Bytes>(1)?.person(),
        })
    };
    let rows = select.query_map(
        (sequence, i64::try_from(limit).unwrap_or(i64::MAX)),
        changed,
    )?;
    rows.collect::<Result<_, _>>().map(Changes::Next)
}
