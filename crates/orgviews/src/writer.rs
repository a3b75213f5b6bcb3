//! Writes one organisation's file: batches in, nothing that was written out. What may be seen was decided before.

mod apply;
mod lists;
pub(crate) mod wipe;

use std::{
    collections::BTreeSet,
    fmt, fs,
    path::{Path, PathBuf},
};

use casework::{
    disclosure::Disclosed,
    ids::{EventId, OrganisationId, PersonId},
};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::{
    Error,
    error::sqlite,
    fact_row::{Bytes, TABLES},
    layout::{FIRST_GENERATION, Folder},
    open::{self, Sort},
    page::at_ms,
    readings::Reading,
};

/// An organisation's file.
pub(crate) const SORT: Sort = Sort {
    application: 0x544C_4F56,
    schema: 8,
    tables: TABLES,
};

/// How long changes are kept, counted back from the newest.
const CHANGES_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The size of a write-ahead log, in bytes, that is emptied without a withdrawal.
const LOG_BYTES_MAX: u64 = 4 << 20;

/// What one or more commits of the log change in one organisation's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The position in the log of the last of these commits.
    pub position: u64,
    /// What changes, for whom, and when it was recorded; in the order of the log.
    pub people: Vec<(PersonId, Change, Timestamp)>,
}

/// What changes for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These facts come in; the others stay as they are.
    Add(Vec<Disclosed>),
    /// The person's facts are exactly these from here on.
    Replace(Vec<Disclosed>),
    /// Every fact about the person leaves; who read about them stays.
    Remove,
    /// Everything about the person leaves: they were erased.
    Erase,
    /// One of the organisation's workers read about the person, by a reading with this id.
    Read(EventId, Reading),
}

/// What applying a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The people whose rows are now others than before.
    pub changed: usize,
    /// Whether something left the file or lost a grant, so that [`Writer::scrub`] is due.
    pub withdrew: bool,
}

/// How much a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The people of whom it holds something.
    pub people: u64,
    /// The facts.
    pub facts: u64,
}

/// The one writer of an organisation's file. Opened with an organisation's id, it says how much there is, and of whom
/// something changed that everybody in the organisation may hear of:
///
/// ```
/// # use orgviews::{Counts, Error, Writer};
/// fn told(writer: &Writer) -> Result<Counts, Error> {
///     writer.counts()
/// }
/// ```
///
/// and never what, by none of a reader's questions:
///
/// ```compile_fail,E0599
/// # use {casework::ids::PersonId, jiff::Timestamp, orgviews::{Error, Writer, cases::Brief}};
/// fn told(writer: &Writer, now: Timestamp, person: PersonId) -> Result<Option<Brief>, Error> {
///     writer.brief(now, person)
/// }
/// ```
///
/// nor as a reader of its own organisation:
///
/// ```compile_fail,E0308
/// # use orgviews::{Error, Reader, Readers, Writer};
/// fn told(writer: &Writer, readers: &Readers) -> Result<Reader, Error> {
///     readers.open(writer.organisation())
/// }
/// ```
///
/// nor through its connection:
///
/// ```compile_fail,E0616
/// # use orgviews::Writer;
/// fn told(writer: &Writer) -> bool {
///     writer.connection.is_autocommit()
/// }
/// ```
pub struct Writer {
    pub(crate) connection: Connection,
    pub(crate) folder: Folder,
    pub(crate) path: PathBuf,
    organisation: OrganisationId,
    checkpoint: u64,
    /// The size of the write-ahead log, in bytes, from which on it is emptied.
    log_bytes_max: u64,
}

impl Writer {
    /// Opens the organisation's file in this data folder, making it where there is none. What a rebuild left behind
    /// that is not under way any more is deleted.
    ///
    /// # Errors
    /// Any [`Error`] of the file system or of SQLite; [`Error::NotOurs`] and [`Error::OtherSchema`] for a file that
    /// has to be rebuilt.
    pub fn open(folder: &Path, organisation: &OrganisationId) -> Result<Writer, Error> {
        let folder = Folder::of(folder, organisation);
        folder.create()?;
        let current = folder.current()?;
        if folder.lock_rebuild()?.is_some() {
            folder.delete_others(current)?;
        }
        match current {
            Some(generation) => Writer::of_generation(folder, generation, organisation),
            None => {
                let writer = Writer::of_generation(folder, FIRST_GENERATION, organisation)?;
                writer.folder.use_generation(FIRST_GENERATION)?;
                Ok(writer)
            }
        }
    }

    /// Opens or makes the file of one generation.
    pub(crate) fn of_generation(
        folder: Folder,
        generation: u64,
        organisation: &OrganisationId,
    ) -> Result<Self, Error> {
        let path = folder.file(generation);
        let connection = open::for_writing(&path, &SORT)?;
        connection
            .execute_batch("PRAGMA wal_autocheckpoint = 0")
            .map_err(sqlite("setting up a file"))?;
        let failed = sqlite("reading a file's checkpoint");
        let found = connection.query_row("SELECT organisation, position FROM file", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        });
        let checkpoint = match found.optional().map_err(failed)? {
            Some((code, checkpoint)) if code == organisation.as_str() => checkpoint,
            Some(_) => return Err(Error::NotOurs { path }),
            None => {
                let insert = "INSERT INTO file (organisation, position) VALUES (?1, 0)";
                connection
                    .execute(insert, [organisation.as_str()])
                    .map_err(sqlite("naming a file's organisation"))?;
                0
            }
        };
        Ok(Self {
            connection,
            folder,
            path,
            organisation: organisation.clone(),
            checkpoint,
            log_bytes_max: LOG_BYTES_MAX,
        })
    }

    /// The organisation whose file it is.
    pub fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// The position in the log up to which batches have been applied.
    pub fn checkpoint(&self) -> u64 {
        self.checkpoint
    }

    /// Applies a batch: rows and checkpoint change in one transaction. One at or below the checkpoint does nothing.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`] for a stored row that cannot be read; nothing has changed then.
    pub fn apply(&mut self, batch: &Batch) -> Result<Applied, Error> {
        if batch.position <= self.checkpoint {
            return Ok(Applied::default());
        }
        let transaction = begin(&mut self.connection)?;
        let mut touched = apply::Touched::default();
        for (person, change, _) in &batch.people {
            apply::change(&transaction, *person, change, &mut touched)?;
        }
        for (person, touch) in &touched.people {
            lists::refresh(&transaction, &self.organisation, *person, touch.threads)?;
        }
        note_changes(&transaction, batch, &touched)?;
        transaction
            .prepare_cached("UPDATE file SET position = ?1")
            .and_then(|mut update| update.execute([batch.position]))
            .map_err(sqlite("moving a file's checkpoint"))?;
        transaction.commit().map_err(sqlite("committing a batch"))?;
        self.checkpoint = batch.position;
        self.empty_long_log()?;
        Ok(Applied {
            changed: touched.people.len(),
            withdrew: touched.withdrew,
        })
    }

    /// Wipes what SQLite left behind in the pages that were written, and empties the file's write-ahead log, so that
    /// no byte of what was deleted is left in the folder. The work is bounded by what was written since the last time.
    /// False where a reader is in the way, without waiting for it: try again.
    ///
    /// # Errors
    /// Any [`Error`] of the file system or of SQLite.
    pub fn scrub(&mut self) -> Result<bool, Error> {
        let log = self.log();
        wipe::written_pages(&mut self.connection, &log)?;
        // Whoever waits here for one organisation's reader lets all others wait.
        open::wait_for_others(&self.connection, false)?;
        let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = self
            .connection
            .query_row(truncate, [], |row| row.get::<_, i64>(0));
        open::wait_for_others(&self.connection, true)?;
        Ok(busy.map_err(sqlite("emptying a file's write-ahead log"))? == 0)
    }

    /// Empties the write-ahead log where it has grown long. Never by SQLite itself: pages would then reach the file
    /// that nobody has wiped.
    fn empty_long_log(&mut self) -> Result<(), Error> {
        let bytes = fs::metadata(self.log()).map_or(0, |log| log.len());
        if bytes >= self.log_bytes_max {
            let emptied = self.scrub()?;
            // With a reader in the way, every batch would try again what cannot be done.
            self.log_bytes_max = LOG_BYTES_MAX + if emptied { 0 } else { bytes };
        }
        Ok(())
    }

    fn log(&self) -> PathBuf {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        log.into()
    }

    /// How much the file holds.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn counts(&self) -> Result<Counts, Error> {
        let count = "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM facts)";
        let counts = self.connection.query_row(count, [], |row| {
            Ok(Counts {
                people: row.get(0)?,
                facts: row.get(1)?,
            })
        });
        counts.map_err(sqlite("counting a file's rows"))
    }
}

pub(crate) fn begin(connection: &mut Connection) -> Result<Transaction<'_>, Error> {
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    begun.map_err(sqlite("beginning a transaction"))
}

/// Notes that people changed, for the change feed: one row for each, with who may hear of it and without what changed.
fn note_changes(
    transaction: &Transaction<'_>,
    batch: &Batch,
    touched: &apply::Touched,
) -> Result<(), Error> {
    let failed = sqlite("noting changes");
    let Some(newest) = batch.people.iter().map(|(_, _, at)| *at).max() else {
        return Ok(());
    };
    let mut noted = BTreeSet::new();
    for (person, _, at) in &batch.people {
        let Some(touch) = touched.people.get(person) else {
            continue;
        };
        if noted.insert(*person) {
            let heard = touch.heard.stored(*person)?;
            let insert =
                "INSERT INTO changes (person, at_ms, position, heard) VALUES (?1, ?2, ?3, ?4)";
            let mut insert = transaction.prepare_cached(insert).map_err(&failed)?;
            insert
                .execute((Bytes::from(*person), at_ms(*at), batch.position, heard))
                .map_err(&failed)?;
        }
    }
    let oldest = newest
        .saturating_sub(CHANGES_KEPT)
        .unwrap_or(Timestamp::MIN);
    let delete = "DELETE FROM changes WHERE at_ms < ?1";
    transaction
        .prepare_cached(delete)
        .and_then(|mut delete| delete.execute([at_ms(oldest)]))
        .map_err(failed)?;
    Ok(())
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (organisation, checkpoint) = (&self.organisation, self.checkpoint);
        f.debug_struct("Writer")
            .field("organisation", organisation)
            .field("checkpoint", &checkpoint)
            .finish_non_exhaustive()
    }
}
