//! A few read-only connections, used on the runtime's blocking threads. Reads are short transactions: none
//! is left open between two calls, so that none holds up a checkpoint.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use eventlog::{Commit, Corrupt, Error, Position, StreamName, Version, commit};
use rusqlite::{Connection, params};
use tokio::sync::Semaphore;

use crate::error::{unavailable, unusable};
use crate::file::{COMMIT_COLUMNS, integer, open_for_reading, read_commit};

/// How many reads go on at once; who comes later waits.
const CONNECTIONS: u32 = 4;
/// A page of the log that has come to this many encoded bytes takes no further commit.
const PAGE_BYTES: usize = 8 * 1024 * 1024;

/// The connections. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Readers {
        Readers {
            path,
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(CONNECTIONS as usize)),
        }
    }

    /// Does `work` with a connection, off the runtime's own threads.
    pub(crate) async fn with<T, Work>(&self, work: Work) -> Result<T, Error>
    where
        T: Send + 'static,
        Work: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    {
        let permit = self
            .permits
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Error::Closed)?;
        let readers = self.clone();
        let working = tokio::task::spawn_blocking(move || {
            let connection = readers.take()?;
            let done = work(&connection);
            readers.idle().push(connection);
            drop(permit);
            done
        });
        working
            .await
            .map_err(|error| unusable(format!("a read of the log ended early: {error}")))?
    }

    /// Waits for the reads under way, and lets no further one begin.
    pub(crate) async fn close(&self) {
        let all = self.permits.acquire_many(CONNECTIONS).await;
        self.permits.close();
        self.idle().clear();
        drop(all);
    }

    fn take(&self) -> Result<Connection, Error> {
        let idle = self.idle().pop();
        idle.map_or_else(|| open_for_reading(&self.path), Ok)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The commits of a stream that hold a version after `after`. They must follow on each other.
pub(crate) fn read_stream(
    connection: &Connection,
    stream: &StreamName,
    after: Version,
    limit: usize,
) -> Result<Vec<Commit>, Error> {
    let query = format!(
        "SELECT {COMMIT_COLUMNS} FROM commits
         WHERE stream = ?1 AND first_version > ?2 AND first_version + count - 1 > ?3
         ORDER BY first_version LIMIT ?4"
    );
    // A commit that `after` lies in begins at most this much before it; the index finds it by that.
    let earliest = integer(after.0.saturating_sub(commit::RECORDS_MAX as u64));
    let reading = unavailable("reading a stream");
    let mut statement = connection.prepare_cached(&query).map_err(&reading)?;
    let mut rows = statement
        .query(params![
            stream.as_str(),
            earliest,
            integer(after.0),
            integer(limit as u64)
        ])
        .map_err(&reading)?;
    let mut commits: Vec<Commit> = Vec::new();
    while let Some(row) = rows.next().map_err(&reading)? {
        let commit = read_commit(row).map_err(&reading)??;
        let known = commits.last().map_or(after, Commit::last_version);
        let follows = if commits.is_empty() {
            commit.first_version <= known.plus(1) && commit.last_version() > known
        } else {
            commit.first_version == known.plus(1)
        };
        if !follows {
            return Err(broken(
                commit.position,
                stream.as_str(),
                "the stream's versions do not follow on each other",
            ));
        }
        commits.push(commit);
    }
    Ok(commits)
}

/// The commits after a position, in a log whose head is at least `head`. They must follow on each other.
pub(crate) fn read_log(
    connection: &Connection,
    after: Position,
    limit: usize,
    head: Position,
) -> Result<Vec<Commit>, Error> {
    let query = format!(
        "SELECT {COMMIT_COLUMNS} FROM commits WHERE position > ?1 ORDER BY position LIMIT ?2"
    );
    let reading = unavailable("reading the log");
    let mut statement = connection.prepare_cached(&query).map_err(&reading)?;
    let mut rows = statement
        .query(params![integer(after.0), integer(limit as u64)])
        .map_err(&reading)?;
    let mut commits: Vec<Commit> = Vec::new();
    let (mut last, mut bytes) = (after, 0);
    while bytes < PAGE_BYTES && commits.len() < limit {
        let Some(row) = rows.next().map_err(&reading)? else {
            if last < head {
                return Err(broken(
                    Position(last.0 + 1),
                    "(unknown)",
                    "the commit is missing",
                ));
            }
            break;
        };
        let commit = read_commit(row).map_err(&reading)??;
        if commit.position.0 != last.0 + 1 {
            return Err(broken(
                commit.position,
                commit.stream.as_str(),
                "the commit before it is missing",
            ));
        }
        last = commit.position;
        bytes += commit
            .records
            .iter()
            .map(|record| record.sealed.len())
            .sum::<usize>();
        commits.push(commit);
    }
    Ok(commits)
}

fn broken(position: Position, stream: &str, reason: &str) -> Error {
    Error::Corrupt(Corrupt {
        position,
        stream: stream.to_owned(),
        reason: reason.to_owned(),
    })
}
