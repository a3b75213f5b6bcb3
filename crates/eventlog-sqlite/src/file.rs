//! The log's file: its schema, how it is opened, and who may open it. What is written is the writer's matter.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use eventlog::{Commit, Error, Frontier, LogId, Position};
use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior, params};
use uuid::Uuid;

use crate::error::{unavailable, unusable};

/// Marks the file as this kind of log ("THLG").
const APPLICATION_ID: i64 = 0x5448_4C47;
/// The version of the schema below.
const SCHEMA_VERSION: i64 = 1;
/// 3.51.3: older ones can lose a transaction when a checkpoint and a write meet.
const SQLITE_VERSION_MIN: i32 = 3_051_003;
/// How long a connection waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// `log` has one row: the log's id, the position of its last commit and the Merkle frontier up to there.
/// Of a commit, `body` is the truth; the other columns say again what has to be found without decoding it.
const SCHEMA: &str = "
    CREATE TABLE log (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id BLOB NOT NULL,
        head INTEGER NOT NULL,
        frontier BLOB NOT NULL
    ) STRICT;
    CREATE TABLE commits (
        position INTEGER PRIMARY KEY,
        stream TEXT NOT NULL,
        first_version INTEGER NOT NULL,
        count INTEGER NOT NULL,
        last_recorded_at_ms INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX commits_by_stream ON commits (stream, first_version);
";

/// What the one row of `log` says.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) id: LogId,
    pub(crate) head: Position,
    pub(crate) frontier: Frontier,
}

/// Keeps every other process out for as long as the file is held.
///
/// # Errors
/// Where another process holds it: trying again helps once that has ended.
pub(crate) fn lock(path: &Path) -> Result<File, Error> {
    let beside = beside(path, ".lock");
    let cannot = |error| {
        unusable(format!(
            "the lock file {} cannot be used: {error}",
            beside.display()
        ))
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&beside)
        .map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Unavailable {
            reason: format!(
                "the folder is in use: another process holds {}; stop it first",
                beside.display()
            ),
            retry: true,
        }),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

/// Opens the file for its one writer, who holds the lock. A file that is not there, or empty, becomes a log
/// with the id `id_if_new`.
pub(crate) fn open_for_writing(
    path: &Path,
    id_if_new: LogId,
) -> Result<(Connection, State), Error> {
    check_sqlite_version(rusqlite::version_number())?;
    let opening = unavailable("opening the log for writing");
    let mut connection = Connection::open(path).map_err(&opening)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(&opening)?;
    let is_new = marks(&connection).map_err(&opening)? == Marks::EMPTY;
    if !is_new {
        check_marks(&connection, path)?;
    }
    set_up_durability(&connection)?;
    if is_new {
        create(&mut connection, id_if_new).map_err(unavailable("creating the log"))?;
        sync_folder(path)?;
    }
    let state = read_state(&connection)?;
    check_end(&connection, &state)?;
    Ok((connection, state))
}

/// Opens the file for reading. Needs no lock.
pub(crate) fn open_for_reading(path: &Path) -> Result<Connection, Error> {
    let connection = open_readable(path).map_err(unavailable("opening the log for reading"))?;
    check_marks(&connection, path)?;
    Ok(connection)
}

/// The one row of `log`.
pub(crate) fn read_state(connection: &Connection) -> Result<State, Error> {
    let row = |row: &Row<'_>| {
        Ok((
            row.get::<_, Vec<u8>>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, Vec<u8>>(2)?,
        ))
    };
    let (id, head, frontier) = connection
        .query_row("SELECT id, head, frontier FROM log", [], row)
        .map_err(unavailable("reading the log's state"))?;
    let damaged = |what: &str| unusable(format!("the log's state is damaged: {what}"));
    Ok(State {
        id: LogId(Uuid::from_slice(&id).map_err(|_| damaged("the id is none"))?),
        head: Position(u64::try_from(head).map_err(|_| damaged("the head is negative"))?),
        frontier: Frontier::decode(&frontier).map_err(|error| damaged(&error.to_string()))?,
    })
}

/// The columns that [`read_commit`] reads, in its order.
pub(crate) const COMMIT_COLUMNS: &str = "position, stream, body";

/// A row of [`COMMIT_COLUMNS`], every hash checked. The inner error is about the content.
pub(crate) fn read_commit(row: &Row<'_>) -> rusqlite::Result<Result<Commit, Error>> {
    let position = Position(row.get::<_, i64>(0)?.max(0).unsigned_abs());
    let body = Bytes::from(row.get::<_, Vec<u8>>(2)?);
    Ok(Commit::decode(position, row.get_ref(1)?.as_str()?, &body).map_err(Error::Corrupt))
}

/// For SQLite, which knows signed numbers only. No log gets so far.
pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The path with an ending added to its last part.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What the header of an SQLite file says about its kind.
#[derive(PartialEq, Eq)]
struct Marks {
    application_id: i64,
    schema_version: i64,
    tables: i64,
}

impl Marks {
    const EMPTY: Marks = Marks {
        application_id: 0,
        schema_version: 0,
        tables: 0,
    };
}

fn marks(connection: &Connection) -> rusqlite::Result<Marks> {
    Ok(Marks {
        application_id: connection.pragma_query_value(None, "application_id", |row| row.get(0))?,
        schema_version: connection.pragma_query_value(None, "user_version", |row| row.get(0))?,
        tables: connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
    })
}

fn check_marks(connection: &Connection, path: &Path) -> Result<(), Error> {
    let marks = marks(connection).map_err(unavailable("reading the log's header"))?;
    if marks.application_id != APPLICATION_ID {
        let id = marks.application_id;
        return Err(unusable(format!(
            "{} is not an event log: its application id is {id}",
            path.display()
        )));
    }
    if marks.schema_version != SCHEMA_VERSION {
        let version = marks.schema_version;
        let reason = format!(
            "{} has schema version {version}, and this program knows {SCHEMA_VERSION}",
            path.display()
        );
        return Err(unusable(reason));
    }
    Ok(())
}

fn check_sqlite_version(number: i32) -> Result<(), Error> {
    if number >= SQLITE_VERSION_MIN {
        return Ok(());
    }
    let (major, minor, patch) = (number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
    Err(unusable(format!(
        "SQLite {major}.{minor}.{patch} is too old for the event log: it needs 3.51.3"
    )))
}

/// WAL with a sync at every commit. Checkpoints are the writer's, which learns of their failures that way.
fn set_up_durability(connection: &Connection) -> Result<(), Error> {
    let setting = unavailable("setting up the log's durability");
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(&setting)?;
    if mode != "wal" {
        return Err(unusable(format!(
            "the log needs a write-ahead log, and its file system allows only {mode:?}"
        )));
    }
    connection
        .pragma_update(None, "synchronous", "FULL")
        .map_err(&setting)?;
    connection
        .pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(()))
        .map_err(&setting)
}

fn create(connection: &mut Connection, id: LogId) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(SCHEMA)?;
    let frontier = Frontier::new().encode();
    transaction.execute(
        "INSERT INTO log VALUES (1, ?1, 0, ?2)",
        params![id.0.as_bytes(), frontier],
    )?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.commit()
}

/// Makes the new file's name as durable as its content.
fn sync_folder(path: &Path) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| {
        unusable(format!(
            "the folder {} cannot be synced: {error}",
            folder.display()
        ))
    })
}

/// Catches a log whose end was cut off, before anything is appended to it.
fn check_end(connection: &Connection, state: &State) -> Result<(), Error> {
    let last: i64 = connection
        .query_row(
            "SELECT coalesce(max(position), 0) FROM commits",
            [],
            |row| row.get(0),
        )
        .map_err(unavailable("reading the log's end"))?;
    if last == integer(state.head.0) {
        return Ok(());
    }
    Err(unusable(format!(
        "the log ends at position {last}, and should end at {}: restore it from a copy",
        state.head
    )))
}

fn open_readable(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let opened = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    // A copy on a medium that cannot be written has no room for a shared index; without a write-ahead log
    // beside it, it needs none.
    match opened {
        Err(_) if path.exists() && !beside(path, "-wal").exists() => {
            let uri = format!("file:{}?immutable=1", escaped(path));
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
        }
        Err(error) => Err(error),
        Ok(()) => Ok(connection),
    }
}

/// The path as a part of a URI.
fn escaped(path: &Path) -> String {
    path.display()
        .to_string()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn reason(error: Error) -> String {
        assert!(!error.retry_helps());
        error.to_string()
    }

    #[test]
    fn an_old_sqlite_is_refused() {
        assert!(check_sqlite_version(3_051_003).is_ok());
        assert!(
            reason(check_sqlite_version(3_051_002).unwrap_err())
                .contains("SQLite 3.51.2 is too old")
        );
    }

    #[test]
    fn another_kind_of_file_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE things (name TEXT)")
            .unwrap();
        let before = std::fs::read(&path).unwrap();
        let id = LogId(Uuid::from_u128(1));
        assert!(reason(open_for_writing(&path, id).err().unwrap()).contains("not an event log"));
        assert!(reason(open_for_reading(&path).err().unwrap()).contains("not an event log"));
        assert_eq!(std::fs::read(&path).unwrap(), before);
        std::fs::write(
            &path,
            "no database, but words, and enough of them to be more than a header".repeat(20),
        )
        .unwrap();
        assert!(open_for_writing(&path, id).is_err());
    }

    #[test]
    fn another_schema_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.db");
        let (connection, _) = open_for_writing(&path, LogId(Uuid::from_u128(1))).unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        drop(connection);
        let refused = open_for_writing(&path, LogId(Uuid::from_u128(1)))
            .err()
            .unwrap();
        assert!(reason(refused).contains("schema version 2"));
    }

    #[test]
    fn a_log_is_durable_by_its_settings() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, _) =
            open_for_writing(&folder.path().join("log.db"), LogId(Uuid::from_u128(1))).unwrap();
        let pragma = |name| {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
                .unwrap()
        };
        assert_eq!(
            (pragma("synchronous"), pragma("wal_autocheckpoint")),
            (2, 0)
        );
    }

    #[test]
    fn a_copy_that_allows_no_shared_index_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a copy #1 of 100%?.db");
        drop(open_for_writing(&path, LogId(Uuid::from_u128(1))).unwrap());
        std::fs::create_dir(beside(&path, "-shm")).unwrap();
        let connection = open_for_reading(&path).unwrap();
        assert_eq!(
            read_state(&connection).unwrap().id,
            LogId(Uuid::from_u128(1))
        );
        assert!(open_for_reading(&folder.path().join("absent.db")).is_err());
    }
}
