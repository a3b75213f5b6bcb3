//! The change feed: which people's rows changed, in order, for a few days. Not what changed. A worker is told of a
//! change of something that they could read before it or can read after it: whoever has to forget something has to
//! hear of it, and nobody hears that there is something which only a colleague may know.

use std::collections::BTreeMap;

use casework::{
    Role,
    disclosure::{Grant, Readers},
    ids::{PersonId, WorkerId},
};
use identity::Caller;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::{Error, Reader, Writer, error::sqlite, fact_row::Bytes, reader::Look};

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
    /// The next ones.
    Next {
        /// Those that the caller is told of; none, where there are no more yet.
        changes: Vec<Changed>,
        /// The place in the feed up to which all were looked at.
        seen: u64,
    },
    /// What came next is not kept any more, or the place is ahead of the feed: lists have to be read again.
    TooOld,
}

impl Reader {
    /// The sequence of the newest change, from which on a new listener is told; 0 where there was none.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn newest_change(&self) -> Result<u64, Error> {
        let newest = self.look(Timestamp::UNIX_EPOCH, |look| {
            newest(look.rows).map_err(sqlite("reading changes"))
        })?;
        Ok(newest.unwrap_or(0))
    }

    /// The sequence of the oldest change that is kept; none where none is.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn oldest_change(&self) -> Result<Option<u64>, Error> {
        let oldest = self.look(Timestamp::UNIX_EPOCH, |look| {
            oldest(look.rows).map_err(sqlite("reading changes"))
        })?;
        Ok(oldest.flatten())
    }

    /// What the caller is told of, of at most `limit` changes after this sequence.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn changes_after(
        &self,
        now: Timestamp,
        sequence: u64,
        limit: usize,
    ) -> Result<Changes, Error> {
        let changes = self.look(now, |look| after(look, sequence, limit))?;
        Ok(changes.unwrap_or(if sequence == 0 {
            Changes::Next {
                changes: Vec::new(),
                seen: 0,
            }
        } else {
            Changes::TooOld
        }))
    }
}

impl Writer {
    /// Who changed after this position of the log, of whom everybody in the organisation may hear, in order: each change
    /// with the position by which the file includes it.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn changed_after(&self, position: u64) -> Result<Vec<(u64, PersonId)>, Error> {
        let failed = sqlite("reading changes");
        // From the newest backwards: no index by position is needed, and nothing is read that is older.
        let select = "SELECT position, person, heard FROM changes ORDER BY sequence DESC";
        let mut select = self.connection.prepare_cached(select).map_err(&failed)?;
        let mut rows = select.query([]).map_err(&failed)?;
        let mut changed = Vec::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let at: u64 = row.get(0).map_err(&failed)?;
            if at <= position {
                break;
            }
            let person = row.get::<_, Bytes>(1).map_err(&failed)?.person();
            let heard: Option<String> = row.get(2).map_err(&failed)?;
            if Heard::read(heard.as_deref(), person)?.readers == Readers::All {
                changed.push((at, person));
            }
        }
        changed.reverse();
        Ok(changed)
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

fn after(look: &Look<'_>, sequence: u64, limit: usize) -> Result<Changes, Error> {
    let failed = sqlite("reading changes");
    let newest = newest(look.rows).map_err(&failed)?;
    let oldest = oldest(look.rows).map_err(&failed)?;
    let kept_after = oldest.map_or(newest, |oldest| oldest.saturating_sub(1));
    if sequence < kept_after || sequence > newest {
        return Ok(Changes::TooOld);
    }
    let select = "SELECT sequence, person, heard, at_ms FROM changes WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
    let mut select = look.rows.prepare_cached(select).map_err(&failed)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = select.query((sequence, limit)).map_err(&failed)?;
    let (mut changes, mut seen) = (Vec::new(), sequence);
    while let Some(row) = rows.next().map_err(&failed)? {
        seen = row.get(0).map_err(&failed)?;
        let person = row.get::<_, Bytes>(1).map_err(&failed)?.person();
        let heard: Option<String> = row.get(2).map_err(&failed)?;
        let at_ms = row.get(3).map_err(&failed)?;
        if Heard::read(heard.as_deref(), person)?.includes(look.caller, at_ms) {
            changes.push(Changed {
                sequence: seen,
                person,
            });
        }
    }
    Ok(Changes::Next { changes, seen })
}

/// Who may hear of a change: who could read what changed, before it or after it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    #[serde(rename = "by")]
    readers: Readers,
    /// Volunteers who could, each until then.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    volunteers: BTreeMap<WorkerId, Timestamp>,
}

impl Heard {
    /// By nobody yet.
    pub(crate) fn by_nobody() -> Self {
        Self {
            readers: Readers::none(),
            volunteers: BTreeMap::new(),
        }
    }

    /// By those besides who read by this grant.
    pub(crate) fn by(&mut self, grant: &Grant) {
        self.readers = self.readers.or(&grant.readers);
        for (worker, until) in &grant.volunteers {
            let longest = self.volunteers.entry(worker.clone()).or_insert(*until);
            *longest = (*longest).max(*until);
        }
    }

    /// As a row holds it; none where everybody may hear, and no volunteer.
    pub(crate) fn stored(&self, person: PersonId) -> Result<Option<String>, Error> {
        if self.readers == Readers::All && self.volunteers.is_empty() {
            return Ok(None);
        }
        let text = serde_json::to_string(self);
        text.map(Some)
            .map_err(|error| Error::json("changes", person.to_string(), &error))
    }

    fn read(text: Option<&str>, person: PersonId) -> Result<Self, Error> {
        let Some(text) = text else {
            return Ok(Self {
                readers: Readers::All,
                volunteers: BTreeMap::new(),
            });
        };
        serde_json::from_str(text)
            .map_err(|error| Error::json("changes", person.to_string(), &error))
    }

    /// Whether the caller is told of a change of that moment.
    fn includes(&self, caller: &Caller, at_ms: i64) -> bool {
        let named = || {
            let until = self.volunteers.get(caller.worker());
            until.is_some_and(|until| at_ms < until.as_millisecond())
        };
        self.readers.include(caller.worker(), caller.role())
            && (caller.role() != Role::Volunteer || named())
    }
}
