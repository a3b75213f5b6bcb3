//! The system file: directory, meetings, due times, and how far the organisations' files are. No word about any person.
//! The directory's list is `directory`'s, and the meetings' `meetings`'.

mod read;

use std::{fmt, path::Path};

use casework::{
    ids::{OrganisationId, PersonId},
    meeting::Meeting,
    service::Service,
    timer::Due,
    words::Words,
    worker::Worker,
};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use crate::{
    Error,
    cover::{self, Cover},
    error::sqlite,
    fact_row::Bytes,
    meetings,
    open::{self, Sort},
    page::at_ms,
    writer::begin,
};
pub use read::SystemReader;

/// The system file's name in the data folder.
pub(crate) const NAME: &str = "system.db";

/// The system file.
pub(crate) const SORT: Sort = Sort {
    application: 0x544C_5359,
    schema: 3,
    tables: TABLES,
};

const TABLES: &str = "
    CREATE TABLE file (position INTEGER NOT NULL) STRICT;
    INSERT INTO file (position) VALUES (0);
    CREATE TABLE organisations (code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE services (
        service BLOB PRIMARY KEY,
        organisation TEXT NOT NULL,
        name TEXT NOT NULL,
        offered INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX services_by_name ON services (organisation, name, service);
    CREATE TABLE workers (
        organisation TEXT NOT NULL,
        worker TEXT NOT NULL,
        here INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (organisation, worker)
    ) STRICT;
    CREATE TABLE cover (
        organisation TEXT NOT NULL,
        worker TEXT NOT NULL,
        deputy TEXT,
        absence TEXT,
        PRIMARY KEY (organisation, worker)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE meetings (
        organiser TEXT NOT NULL,
        meeting BLOB NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (organiser, meeting)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE teams (
        organisation TEXT NOT NULL,
        place BLOB NOT NULL,
        organiser TEXT NOT NULL,
        meeting BLOB NOT NULL,
        PRIMARY KEY (organisation, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE due (person BLOB NOT NULL, at_ms INTEGER NOT NULL, timer TEXT NOT NULL) STRICT;
    CREATE INDEX due_by_person ON due (person);
    CREATE INDEX due_by_time ON due (at_ms);
    CREATE TABLE touched (organisation TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE halted (person BLOB PRIMARY KEY, position INTEGER NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// What one or more commits of the log change in the system file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemBatch {
    /// The position in the log of the last of these commits.
    pub position: u64,
    /// Organisations that were registered or renamed, with their names.
    pub organisations: Vec<(OrganisationId, Words)>,
    /// Services that were registered or changed.
    pub services: Vec<Service>,
    /// Workers who were registered or have left, with their organisations.
    pub workers: Vec<(OrganisationId, Worker)>,
    /// Organisations whose deputies and absences are exactly these from here on.
    pub cover: Vec<(OrganisationId, Vec<Cover>)>,
    /// Meetings that were scheduled or changed, as they stand.
    pub meetings: Vec<Meeting>,
    /// People whose due times are exactly these from here on.
    pub due: Vec<(PersonId, Vec<Due>)>,
    /// Organisations whose files these commits change.
    pub touched: Vec<OrganisationId>,
    /// People whose events cannot be applied.
    pub halted: Vec<Halted>,
    /// People whose events can be applied again.
    pub resumed: Vec<PersonId>,
}

/// Somebody whose events cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halted {
    /// The person.
    pub person: PersonId,
    /// The position in the log at which it stopped.
    pub position: u64,
    /// Why, as a stable code without personal data.
    pub reason: String,
}

/// The one writer of the system file.
pub struct SystemWriter {
    pub(crate) connection: Connection,
    position: u64,
}

impl SystemWriter {
    /// Opens the system file in this data folder, making it where there is none.
    ///
    /// # Errors
    /// Any [`Error`] of the file system or of SQLite; [`Error::NotOurs`] and [`Error::OtherSchema`].
    pub fn open(folder: &Path) -> Result<SystemWriter, Error> {
        std::fs::create_dir_all(folder).map_err(|source| Error::File {
            doing: "making the folder",
            path: folder.to_owned(),
            source,
        })?;
        let connection = open::for_writing(&folder.join(NAME), &SORT)?;
        let position = read::position(&connection)?;
        Ok(Self {
            connection,
            position,
        })
    }

    /// The position in the log up to which batches have been applied.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Applies a batch in one transaction. One at or below the position does nothing.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite; nothing has changed then.
    pub fn apply(&mut self, batch: &SystemBatch) -> Result<(), Error> {
        if batch.position <= self.position {
            return Ok(());
        }
        let transaction = begin(&mut self.connection)?;
        put_directory(&transaction, batch)?;
        for (organisation, covered) in &batch.cover {
            cover::put(&transaction, organisation, covered)?;
        }
        for meeting in &batch.meetings {
            meetings::put(&transaction, meeting)?;
        }
        put_due(&transaction, batch)?;
        put_progress(&transaction, batch).map_err(sqlite("noting how far the files are"))?;
        transaction.commit().map_err(sqlite("committing a batch"))?;
        self.position = batch.position;
        Ok(())
    }
}

fn put_directory(rows: &Transaction<'_>, batch: &SystemBatch) -> Result<(), Error> {
    let failed = sqlite("writing the directory");
    for (code, name) in &batch.organisations {
        let put = "INSERT INTO organisations (code, name) VALUES (?1, ?2)
                   ON CONFLICT (code) DO UPDATE SET name = excluded.name";
        let mut put = rows.prepare_cached(put).map_err(&failed)?;
        put.execute((code.as_str(), name.as_str()))
            .map_err(&failed)?;
    }
    for service in &batch.services {
        let terms = &service.terms;
        let body = json("services", terms.service, service)?;
        let put = "INSERT OR REPLACE INTO services (service, organisation, name, offered, body)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut put = rows.prepare_cached(put).map_err(&failed)?;
        let (id, organisation) = (Bytes(terms.service.0.into_bytes()), &terms.organisation);
        let (name, offered) = (service.name.as_str(), !service.retired);
        put.execute((id, organisation.as_str(), name, offered, body))
            .map_err(&failed)?;
    }
    for (organisation, worker) in &batch.workers {
        let body = json("workers", &worker.id, worker)?;
        // The row stays the same one: a page may go on after it.
        let put = "INSERT INTO workers (organisation, worker, here, body) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (organisation, worker) DO UPDATE SET here = excluded.here, body = excluded.body";
        let mut put = rows.prepare_cached(put).map_err(&failed)?;
        let (organisation, id) = (organisation.as_str(), worker.id.as_str());
        put.execute((organisation, id, !worker.retired, body))
            .map_err(&failed)?;
    }
    Ok(())
}

fn json(
    table: &'static str,
    key: impl fmt::Display,
    row: &impl Serialize,
) -> Result<String, Error> {
    let written = serde_json::to_string(row);
    written.map_err(|error| Error::json(table, key.to_string(), &error))
}

fn put_due(rows: &Transaction<'_>, batch: &SystemBatch) -> Result<(), Error> {
    let failed = sqlite("writing due times");
    for (person, due) in &batch.due {
        let mut delete = rows
            .prepare_cached("DELETE FROM due WHERE person = ?1")
            .map_err(&failed)?;
        delete.execute([Bytes::from(*person)]).map_err(&failed)?;
        for Due { at, timer } in due {
            let timer = serde_json::to_string(timer);
            let timer = timer.map_err(|error| Error::json("due", person.to_string(), &error))?;
            let insert = "INSERT INTO due (person, at_ms, timer) VALUES (?1, ?2, ?3)";
            let mut insert = rows.prepare_cached(insert).map_err(&failed)?;
            insert
                .execute((Bytes::from(*person), at_ms(*at), timer))
                .map_err(&failed)?;
        }
    }
    Ok(())
}

fn put_progress(rows: &Transaction<'_>, batch: &SystemBatch) -> rusqlite::Result<()> {
    for organisation in &batch.touched {
        let put = "INSERT OR REPLACE INTO touched (organisation, position) VALUES (?1, ?2)";
        rows.prepare_cached(put)?
            .execute((organisation.as_str(), batch.position))?;
    }
    for person in &batch.resumed {
        rows.prepare_cached("DELETE FROM halted WHERE person = ?1")?
            .execute([Bytes::from(*person)])?;
    }
    for Halted {
        person,
        position,
        reason,
    } in &batch.halted
    {
        let put = "INSERT OR REPLACE INTO halted (person, position, reason) VALUES (?1, ?2, ?3)";
        rows.prepare_cached(put)?
            .execute(params![Bytes::from(*person), position, reason])?;
    }
    rows.prepare_cached("UPDATE file SET position = ?1")?
        .execute([batch.position])
        .map(drop)
}

impl fmt::Debug for SystemWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemWriter")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}
