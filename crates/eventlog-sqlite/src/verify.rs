//! The offline check of a log, or of a copy of it. It reads, in bounded memory but for one entry a stream, and
//! changes nothing.

use std::collections::HashMap;
use std::path::Path;

use bytes::Bytes;
use eventlog::{Commit, Corrupt, Frontier, LogId, Position, StreamName, Tip, TreeHead};
use rusqlite::{Connection, Row};

use crate::error::unavailable;
use crate::file::{State, integer, open_for_reading, read_state};

/// How many commits are read at once.
const PAGE_COMMITS: i64 = 64;

/// What a log without fault holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The log's id.
    pub id: LogId,
    /// How many commits it holds.
    pub commits: u64,
    /// How many records they hold.
    pub records: u64,
    /// The Merkle tree's head, recomputed from the records.
    pub tree_head: TreeHead,
}

/// The first fault found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A commit is missing, damaged or does not follow on those before it. Restore the log from a copy.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// The commits are whole, but others than the log says it has: it was cut off or rewritten.
    #[error(
        "the log should have tree head {stored}, but its commits up to position {last} give {computed}"
    )]
    OtherTree {
        /// The last commit found.
        last: Position,
        /// What the log says.
        stored: TreeHead,
        /// What its records give.
        computed: TreeHead,
    },
    /// The file's own structure is damaged.
    #[error("the log's file is damaged: {reason}")]
    File {
        /// What SQLite found.
        reason: String,
    },
    /// The file could not be opened or read at all.
    #[error(transparent)]
    Unreadable(eventlog::Error),
}

impl Error {
    /// Whether the same call may succeed later.
    pub fn retry_helps(&self) -> bool {
        matches!(self, Error::Unreadable(error) if error.retry_helps())
    }
}

/// Checks a log: the file's structure, every commit's encoding and hashes, positions and versions without
/// gaps, recorded-at never going back in a stream, and the Merkle tree. Takes no lock: a log in use is
/// checked up to the head that it has at the start, though a copy is kinder to its writer.
///
/// # Errors
/// The first fault, naming position and stream where it has them.
pub fn verify(path: &Path) -> Result<Verified, Error> {
    let connection = open_for_reading(path).map_err(Error::Unreadable)?;
    check_structure(&connection)?;
    let state = read_state(&connection).map_err(Error::Unreadable)?;
    let mut found = Found::default();
    while found.last < state.head {
        let page = read_page(&connection, found.last, state.head)?;
        if page.is_empty() {
            break;
        }
        for row in page {
            found.take(row)?;
        }
    }
    found.conclude(&connection, &state)
}

/// A row as it is stored.
struct Stored {
    position: Position,
    stream: String,
    first_version: i64,
    count: i64,
    last_recorded_at_ms: i64,
    body: Bytes,
}

/// What the commits so far come to.
#[derive(Default)]
struct Found {
    last: Position,
    records: u64,
    tips: HashMap<StreamName, Tip>,
    frontier: Frontier,
}

impl Found {
    fn take(&mut self, row: Stored) -> Result<(), Error> {
        let corrupt = |reason: &str| Corrupt {
            position: row.position,
            stream: row.stream.clone(),
            reason: reason.into(),
        };
        if row.position.0 != self.last.0 + 1 {
            return Err(corrupt("the commit before it is missing").into());
        }
        let commit = Commit::decode(row.position, &row.stream, &row.body)?;
        let tip = self.tips.get(&commit.stream).copied().unwrap_or(Tip::EMPTY);
        if commit.first_version != tip.version.plus(1) {
            let reason = format!(
                "it begins at version {}, and the stream is at {}",
                commit.first_version, tip.version
            );
            return Err(corrupt(&reason).into());
        }
        let recorded = commit
            .records
            .iter()
            .map(|record| record.header.recorded_at_ms);
        if !std::iter::once(tip.last_recorded_at_ms)
            .chain(recorded)
            .is_sorted()
        {
            return Err(corrupt("a record was recorded before the one that it follows").into());
        }
        let said = (row.first_version, row.count, row.last_recorded_at_ms);
        let count = commit.records.len() as u64;
        if said
            != (
                integer(commit.first_version.0),
                integer(count),
                commit.last_recorded_at_ms(),
            )
        {
            return Err(corrupt("the columns beside it say something else").into());
        }
        commit
            .records
            .iter()
            .for_each(|record| self.frontier.push(&record.hash));
        self.last = row.position;
        self.records += count;
        self.tips.insert(commit.stream.clone(), Tip::of(&commit));
        Ok(())
    }

    fn conclude(self, connection: &Connection, state: &State) -> Result<Verified, Error> {
        let (stored, computed) = (state.frontier.tree_head(), self.frontier.tree_head());
        if self.last != state.head || stored != computed {
            return Err(Error::OtherTree {
                last: self.last,
                stored,
                computed,
            });
        }
        self.check_nothing_beyond(connection, state)?;
        Ok(Verified {
            id: state.id,
            commits: self.last.0,
            records: self.records,
            tree_head: computed,
        })
    }

    /// A commit beyond the head is a fault, unless the head has moved on meanwhile.
    fn check_nothing_beyond(&self, connection: &Connection, state: &State) -> Result<(), Error> {
        let beyond = read_page(connection, state.head, Position(u64::MAX))?
            .into_iter()
            .next();
        let now = read_state(connection).map_err(Error::Unreadable)?;
        match beyond {
            Some(row) if now.head == state.head => {
                let reason = "it is beyond the end that the log says it has".to_owned();
                Err(Corrupt {
                    position: row.position,
                    stream: row.stream,
                    reason,
                }
                .into())
            }
            _ => Ok(()),
        }
    }
}

fn check_structure(connection: &Connection) -> Result<(), Error> {
    let found = connection.query_row("PRAGMA integrity_check(1)", [], |row| {
        row.get::<_, String>(0)
    });
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(reason) => Err(Error::File { reason }),
        Err(error) => Err(Error::File {
            reason: error.to_string(),
        }),
    }
}

fn read_page(
    connection: &Connection,
    after: Position,
    until: Position,
) -> Result<Vec<Stored>, Error> {
    let reading = |error| {
        Error::Unreadable(unavailable(&format!(
            "reading what follows position {after}"
        ))(error))
    };
    let mut statement = connection
        .prepare_cached("SELECT * FROM commits WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3")
        .map_err(reading)?;
    let rows = statement
        .query_map([integer(after.0), integer(until.0), PAGE_COMMITS], stored)
        .map_err(reading)?;
    rows.collect::<rusqlite::Result<Vec<Stored>>>()
        .map_err(reading)
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        position: Position(row.get::<_, i64>("position")?.max(0).unsigned_abs()),
        stream: row.get("stream")?,
        first_version: row.get("first_version")?,
        count: row.get("count")?,
        last_recorded_at_ms: row.get("last_recorded_at_ms")?,
        body: row.get::<_, Vec<u8>>("body")?.into(),
    })
}
