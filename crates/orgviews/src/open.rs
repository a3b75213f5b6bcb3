//! Opening the SQLite files: settings, and the check that a file is ours. What is in them is each file's own module.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{Error, error::sqlite, writer::wipe::PAGES_MAX};

/// A sort of file: what marks it, and what a new one holds.
pub(crate) struct Sort {
    /// SQLite's `application_id`.
    pub(crate) application: i32,
    /// SQLite's `user_version`.
    pub(crate) schema: i32,
    /// The statements that make the tables.
    pub(crate) tables: &'static str,
}

/// How long a statement waits for another connection.
const PATIENCE: Duration = Duration::from_millis(250);
/// Statements that a connection keeps prepared.
const STATEMENTS: usize = 64;

/// Opens a file for writing, and makes it where it is not there.
pub(crate) fn for_writing(path: &Path, sort: &Sort) -> Result<Connection, Error> {
    let connection = Connection::open(path).map_err(sqlite("opening a file"))?;
    // Words that were deleted must not stay behind in free pages or in temporary files.
    let settings = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
         PRAGMA cache_size = -256; PRAGMA temp_store = MEMORY; PRAGMA max_page_count = {PAGES_MAX};"
    );
    connection
        .execute_batch(&settings)
        .map_err(sqlite("setting up a file"))?;
    prepare(&connection)?;
    let blank =
        number(&connection, "application_id")? == 0 && number(&connection, "schema_version")? == 0;
    if blank {
        let Sort {
            application,
            schema,
            tables,
        } = sort;
        let made = format!(
            "BEGIN IMMEDIATE; PRAGMA application_id = {application}; PRAGMA user_version = {schema}; {tables} COMMIT;"
        );
        connection
            .execute_batch(&made)
            .map_err(sqlite("making the tables of a file"))?;
    }
    check(&connection, path, sort)?;
    Ok(connection)
}

/// Opens a file that is there, for reading alone.
pub(crate) fn for_reading(path: &Path, sort: &Sort) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(sqlite("opening a file for reading"))?;
    let settings = "PRAGMA query_only = ON; PRAGMA cache_size = -256; PRAGMA temp_store = MEMORY;";
    connection
        .execute_batch(settings)
        .map_err(sqlite("setting up a file for reading"))?;
    prepare(&connection)?;
    check(&connection, path, sort)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), Error> {
    // Pages reach the file when the writer has wiped them, and not because the last to leave closes the door.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(sqlite("setting up a file"))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    wait_for_others(connection, true)
}

/// Whether statements wait for other connections from here on.
pub(crate) fn wait_for_others(connection: &Connection, wait: bool) -> Result<(), Error> {
    let wait = if wait { PATIENCE } else { Duration::ZERO };
    connection
        .busy_timeout(wait)
        .map_err(sqlite("setting up a file"))
}

fn check(connection: &Connection, path: &Path, sort: &Sort) -> Result<(), Error> {
    if number(connection, "application_id")? != sort.application {
        return Err(Error::NotOurs {
            path: path.to_owned(),
        });
    }
    let found = number(connection, "user_version")?;
    if found != sort.schema {
        return Err(Error::OtherSchema {
            path: path.to_owned(),
            found,
            expected: sort.schema,
        });
    }
    Ok(())
}

fn number(connection: &Connection, pragma: &str) -> Result<i32, Error> {
    connection
        .pragma_query_value(None, pragma, |row| row.get(0))
        .map_err(sqlite("looking at a file"))
}
