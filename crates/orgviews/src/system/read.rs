//! Reads the system file: due times, how far the files are, who is halted.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use casework::{
    ids::{OrganisationId, PersonId},
    timer::Due,
};
use jiff::Timestamp;
use rusqlite::Connection;

use super::{Halted, NAME, SORT, SystemWriter};
use crate::{Error, error::sqlite, fact_row::Bytes, open, page::at_ms};

/// Reads the system file. Clones share one connection, which is opened when it is first used; reading blocks. Where
/// there is no file yet, everything is empty.
#[derive(Clone)]
pub struct SystemReader {
    path: PathBuf,
    connection: Arc<Mutex<Option<Connection>>>,
}

macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $of:ty),*) -> $answer:ty;)*) => {
        impl SystemReader {
            $($(#[$doc])*
            ///
            /// # Errors
            /// Any [`Error`] of SQLite, and [`Error::Row`].
            pub fn $name(&self, $($argument: $of),*) -> Result<$answer, Error> {
                self.read(|rows| $name(rows, $($argument),*))
            })*
        }

        impl SystemWriter {
            $($(#[$doc])*
            ///
            /// # Errors
            /// Any [`Error`] of SQLite, and [`Error::Row`].
            pub fn $name(&self, $($argument: $of),*) -> Result<$answer, Error> {
                $name(&self.connection, $($argument),*)
            })*
        }
    };
}

questions! {
    /// What falls due up to this moment, the earliest first, at most `limit`.
    due_until(at: Timestamp, limit: usize) -> Vec<(PersonId, Due)>;
    /// Everybody whose events cannot be applied.
    halted() -> Vec<Halted>;
    /// Each organisation with the last position at which its file changed: a file behind that has lost something.
    touched() -> Vec<(OrganisationId, u64)>;
    /// How many organisations are registered.
    organisations_count() -> u64;
}

impl SystemReader {
    /// Reads the system file in this data folder.
    pub fn new(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
            connection: Arc::default(),
        }
    }

    /// The position in the log up to which the file has come; 0 where there is no file.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn position(&self) -> Result<u64, Error> {
        self.read(position)
    }

    /// Reads with the one connection; the answer's default where there is no file yet.
    pub(crate) fn read<T: Default>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if connection.is_none() {
            if !self.path.exists() {
                return Ok(T::default());
            }
            *connection = Some(open::for_reading(&self.path, &SORT)?);
        }
        connection.as_ref().map_or_else(|| Ok(T::default()), read)
    }
}

pub(super) fn position(rows: &Connection) -> Result<u64, Error> {
    let position = rows.query_row("SELECT position FROM file", [], |row| row.get(0));
    position.map_err(sqlite("reading how far the system file is"))
}

fn due_until(
    rows: &Connection,
    at: Timestamp,
    limit: usize,
) -> Result<Vec<(PersonId, Due)>, Error> {
    let failed = sqlite("reading due times");
    let select = "SELECT person, at_ms, timer FROM due WHERE at_ms <= ?1 ORDER BY at_ms, person, timer LIMIT ?2";
    let mut select = rows.prepare_cached(select).map_err(&failed)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut found = select.query((at_ms(at), limit)).map_err(&failed)?;
    let mut due = Vec::new();
    while let Some(row) = found.next().map_err(&failed)? {
        let person = row.get::<_, Bytes>(0).map_err(&failed)?.person();
        let at = Timestamp::from_millisecond(row.get(1).map_err(&failed)?);
        let timer = row
            .get_ref(2)
            .and_then(|text| Ok(text.as_str()?))
            .map_err(&failed)?;
        let timer = serde_json::from_str(timer)
            .map_err(|error| Error::json("due", person.to_string(), &error))?;
        let unreadable = |_| Error::Row {
            table: "due",
            key: person.to_string(),
            reason: "its time".to_owned(),
        };
        due.push((
            person,
            Due {
                at: at.map_err(unreadable)?,
                timer,
            },
        ));
    }
    Ok(due)
}

fn halted(rows: &Connection) -> Result<Vec<Halted>, Error> {
    let read = || -> rusqlite::Result<Vec<Halted>> {
        let mut select = rows.prepare_cached(
            "SELECT person, position, reason FROM halted ORDER BY position, person",
        )?;
        let halted = select.query_map([], |row| {
            Ok(Halted {
                person: row.get::<_, Bytes>(0)?.person(),
                position: row.get(1)?,
                reason: row.get(2)?,
            })
        })?;
        halted.collect()
    };
    read().map_err(sqlite("reading who is halted"))
}

fn touched(rows: &Connection) -> Result<Vec<(OrganisationId, u64)>, Error> {
    let read = || -> rusqlite::Result<Vec<(String, u64)>> {
        let mut select = rows
            .prepare_cached("SELECT organisation, position FROM touched ORDER BY organisation")?;
        select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    let found = read().map_err(sqlite("reading how far the files are"))?;
    let typed = |(code, position): (String, u64)| match code.parse() {
        Ok(organisation) => Ok((organisation, position)),
        Err(_) => Err(Error::Row {
            table: "touched",
            key: code,
            reason: "its organisation".to_owned(),
        }),
    };
    found.into_iter().map(typed).collect()
}

fn organisations_count(rows: &Connection) -> Result<u64, Error> {
    rows.query_row("SELECT count(*) FROM organisations", [], |row| row.get(0))
        .map_err(sqlite("counting organisations"))
}

impl fmt::Debug for SystemReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemReader")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
