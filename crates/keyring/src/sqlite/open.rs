//! Opening the file: its lock, its settings, its tables, and whether it, the log and the master keys belong
//! together. Nothing here reads or writes a single key but the root of the secrets, when it is made.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rusqlite::{Connection, TransactionBehavior::Immediate};
use zeroize::Zeroizing;

use super::store::Store;
use crate::{
    keyring::{Error, Result},
    master::MasterKeys,
    seal::DataKey,
    wrap,
};

/// `TLKR`, so that another program's file is not taken for ours.
const APPLICATION_ID: i64 = 0x544C_4B52;
const SCHEMA_VERSION: i64 = 2;

/// How long to wait for another process (or a reader's copy under way) to let go.
const WAIT: Duration = Duration::from_secs(2);
const WAIT_STEP: Duration = Duration::from_millis(20);

/// A key's row never changes its length and never moves: rows are added at the end, and destroying one
/// writes zeros over its key where it lies. So no stale copy of a wrapped key is left in a page by a
/// rebalanced tree, which `secure_delete` would not reach.
const TABLES: &str = "
    CREATE TABLE keys (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        erased INTEGER NOT NULL CHECK (erased IN (0, 1)),
        wrapped BLOB NOT NULL
    ) STRICT;
    CREATE TABLE people (
        id INTEGER PRIMARY KEY,
        lookup BLOB NOT NULL UNIQUE,
        sole INTEGER NOT NULL CHECK (sole IN (0, 1)),
        person BLOB NOT NULL
    ) STRICT;
    CREATE INDEX people_by_person ON people (person);
    CREATE UNIQUE INDEX people_by_sole ON people (person) WHERE sole = 1;
    CREATE TABLE masters (
        version INTEGER PRIMARY KEY,
        mark BLOB NOT NULL
    ) STRICT;
";

/// Opens the file, or makes it where the log is empty.
pub(super) fn file(path: &Path, master: MasterKeys, log_is_empty: bool) -> Result<Store> {
    let missing = || Error::KeysMissing {
        path: path.to_owned(),
    };
    if !log_is_empty && !path.exists() {
        return Err(missing());
    }
    let lock = locked(path)?;
    let mut connection = Connection::open(path)?;
    let is_new = prepared(&mut connection).map_err(|error| explained(error, path))?;
    if is_new && !log_is_empty {
        return Err(missing());
    }
    let mut store = Store::new(connection, master, Some(lock));
    if is_new {
        create(&mut store, &DataKey::generate())?;
        sync_folder_of(path)?;
    } else {
        check_format(&store.connection, path)?;
    }
    check_masters(&store)?;
    Ok(store)
}

/// Makes the file, with a root that was chosen.
pub(super) fn new_file(path: &Path, master: MasterKeys, root: &[u8; 32]) -> Result<()> {
    let lock = locked(path)?;
    let made = File::options().write(true).create_new(true).open(path);
    made.map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })?;
    let mut connection = Connection::open(path)?;
    prepared(&mut connection)?;
    let mut store = Store::new(connection, master, Some(lock));
    create(&mut store, &DataKey::from_bytes(Zeroizing::new(*root)))?;
    sync_folder_of(path)
}

/// Opens the file to copy another keyring to it; where there is none, makes it, without a root of its own.
pub(super) fn for_copy(path: &Path) -> Result<(Connection, File)> {
    let lock = locked(path)?;
    let mut connection = Connection::open(path)?;
    if prepared(&mut connection).map_err(|error| explained(error, path))? {
        let transaction = connection.transaction_with_behavior(Immediate)?;
        make_tables(&transaction)?;
        transaction.commit()?;
        sync_folder_of(path)?;
    } else {
        check_format(&connection, path)?;
    }
    Ok((connection, lock))
}

/// A keyring without a file.
pub(super) fn memory(master: MasterKeys) -> Result<Store> {
    let mut connection = Connection::open_in_memory()?;
    prepared(&mut connection)?;
    let mut store = Store::new(connection, master, None);
    create(&mut store, &DataKey::generate())?;
    Ok(store)
}

/// Applies the settings; answers whether the database is new.
fn prepared(connection: &mut Connection) -> Result<bool, rusqlite::Error> {
    connection.busy_timeout(WAIT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| {
        row.get(0)
    })
}

/// Tables and the root of the secrets, in one transaction: a keyring without its secrets never exists.
fn create(store: &mut Store, root: &DataKey) -> Result<()> {
    let transaction = store.connection.transaction_with_behavior(Immediate)?;
    make_tables(&transaction)?;
    Store::add_root(&transaction, &store.master, root)?;
    transaction.commit()?;
    Ok(())
}

fn make_tables(connection: &Connection) -> Result<()> {
    connection.execute_batch(TABLES)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(())
}

fn check_format(connection: &Connection, path: &Path) -> Result<()> {
    let unreadable = |problem| Error::Unreadable {
        path: path.to_owned(),
        problem,
    };
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(unreadable("is not a keyring; check the path"));
    }
    if number("user_version")? != SCHEMA_VERSION {
        return Err(unreadable(
            "was written by another version of this program; use that one",
        ));
    }
    Ok(())
}

/// Every master key that wraps a stored key must be here, and be the very one.
fn check_masters(store: &Store) -> Result<()> {
    let mut statement = store
        .connection
        .prepare("SELECT version, mark FROM masters ORDER BY version")?;
    let masters = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    for used in masters {
        let (version, mark) = used?;
        wrap::recognises(&store.master, version, &mark)?;
    }
    Ok(())
}

/// Holds `keys.db.lock` for this process: another one's cached keys would outlive their destruction here.
fn locked(path: &Path) -> Result<File> {
    let mut lock_path = path.as_os_str().to_owned();
    lock_path.push(".lock");
    let lock_path = PathBuf::from(lock_path);
    let failed = |source| Error::File {
        path: lock_path.clone(),
        source,
    };
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(failed)?;
    let mut waited = Duration::ZERO;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if waited < WAIT => {
                thread::sleep(WAIT_STEP);
                waited += WAIT_STEP;
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Error::InUse {
                    path: path.to_owned(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
    }
}

/// Makes the new file's name durable as well as its content.
fn sync_folder_of(path: &Path) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| Error::File {
            path: folder.to_owned(),
            source,
        })
}

fn explained(error: rusqlite::Error, path: &Path) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => Error::Unreadable {
            path: path.to_owned(),
            problem: "is not a keyring; check the path",
        },
        _ => Error::Storage(error),
    }
}
