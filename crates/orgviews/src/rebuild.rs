//! Makes an organisation's file again from the log, while the old one goes on serving, and then takes its place.
//! What is written into it is the projector's business.

use std::{
    ops::{Deref, DerefMut},
    path::Path,
};

use casework::ids::{EventId, OrganisationId, PersonId};

use crate::{
    Error, Writer, changes,
    error::sqlite,
    layout::{FIRST_GENERATION, Folder, RebuildLock},
    open,
    readings::{self, Reading},
    writer,
};

/// The bits of a sequence below those that name the generation, where a file begins a numbering of its own: no
/// generation sees as many changes.
const CHANGES_OF_A_GENERATION_BITS: u32 = 40;

/// A file that will take the place of the one in use. Dropped before [`Rebuild::finish`], it leaves the old one in
/// use, and is deleted when the organisation's file is next opened.
#[derive(Debug)]
pub struct Rebuild {
    writer: Writer,
    generation: u64,
    _lock: RebuildLock,
}

impl Rebuild {
    /// Begins an empty file beside the one in use.
    ///
    /// # Errors
    /// [`Error::RebuildUnderWay`] while there is another; any [`Error`] of the file system or of SQLite.
    pub fn start(folder: &Path, organisation: &OrganisationId) -> Result<Rebuild, Error> {
        let folder = Folder::of(folder, organisation);
        folder.create()?;
        let lock = folder.lock_rebuild()?.ok_or(Error::RebuildUnderWay)?;
        let current = folder.current()?;
        folder.delete_others(current)?;
        let generation = current.unwrap_or(FIRST_GENERATION) + 1;
        let writer = Writer::of_generation(folder, generation, organisation)?;
        Ok(Self {
            writer,
            generation,
            _lock: lock,
        })
    }

    /// Takes readings in. The same ones again change nothing, so that they have no position.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite; nothing has changed then.
    pub fn take_in(&mut self, readings: &[(PersonId, EventId, Reading)]) -> Result<(), Error> {
        let transaction = writer::begin(&mut self.writer.connection)?;
        for (person, id, reading) in readings {
            readings::put(&transaction, *person, *id, reading)?;
        }
        transaction.commit().map_err(sqlite("committing readings"))
    }

    /// Takes the place of the file in use, in one step, and deletes the older ones. Whoever holds a writer of the old
    /// file lets go of it; readers go on with what they have open.
    ///
    /// # Errors
    /// Any [`Error`] of the file system or of SQLite; the old file is then still in use.
    pub fn finish(mut self) -> Result<Writer, Error> {
        self.keep_changes()?;
        // Emptying the write-ahead log syncs the file, so that it is durable before it is in use.
        if !self.writer.scrub()? {
            return Err(Error::Busy);
        }
        self.writer.folder.use_generation(self.generation)?;
        // It has taken the place already: what is left behind goes when the file is next opened.
        if let Err(error) = self.writer.folder.delete_others(Some(self.generation)) {
            tracing::warn!(%error, "older files of an organisation could not be deleted");
        }
        Ok(self.writer)
    }

    /// Takes the old file's changes over, so that cursors into the feed stay good; ours follow where we are ahead.
    fn keep_changes(&mut self) -> Result<(), Error> {
        let failed = sqlite("taking over the changes");
        let Some(current) = self.writer.folder.current()? else {
            return Ok(());
        };
        // A file that cannot be read is one of the reasons for a rebuild. Ours are then numbered from beyond all that
        // it can have given, so that its cursors are refused as too old.
        let (position, newest, kept) = changes_of(&self.writer.folder.file(current)).unwrap_or((
            0,
            self.generation << CHANGES_OF_A_GENERATION_BITS,
            Vec::new(),
        ));
        let transaction = writer::begin(&mut self.writer.connection)?;
        let write = || -> rusqlite::Result<()> {
            transaction.execute("DELETE FROM changes WHERE position <= ?1", [position])?;
            // Ours come after the old ones: first out of their way, then one by one behind them.
            let ours = "SELECT person, at_ms, position, heard FROM changes ORDER BY sequence";
            let ours: Vec<Noted> = transaction
                .prepare(ours)?
                .query_map([], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?
                .collect::<Result<_, _>>()?;
            transaction.execute("DELETE FROM changes", [])?;
            transaction.execute("DELETE FROM sqlite_sequence WHERE name = 'changes'", [])?;
            transaction.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', ?1)",
                [newest],
            )?;
            let mut insert = transaction.prepare(
                "INSERT INTO changes (sequence, person, at_ms, position, heard) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for (sequence, (person, at_ms, position, heard)) in &kept {
                insert.execute((sequence, person, at_ms, position, heard))?;
            }
            for (person, at_ms, position, heard) in &ours {
                insert.execute((None::<u64>, person, at_ms, position, heard))?;
            }
            Ok(())
        };
        write().map_err(&failed)?;
        transaction.commit().map_err(failed)
    }
}

/// A change: person, time in milliseconds, position, who may hear of it.
type Noted = (Vec<u8>, i64, u64, Option<String>);
/// A change of the old file, with its sequence.
type Kept = (u64, Noted);

/// How far a file has come, its newest sequence, and its changes; none where it cannot be read.
fn changes_of(file: &Path) -> Option<(u64, u64, Vec<Kept>)> {
    let file = open::for_reading(file, &writer::SORT).ok()?;
    let read = || -> rusqlite::Result<(u64, u64, Vec<Kept>)> {
        let position = file.query_row("SELECT position FROM file", [], |row| row.get(0))?;
        let mut select = file.prepare(
            "SELECT sequence, person, at_ms, position, heard FROM changes ORDER BY sequence",
        )?;
        let rows = select.query_map([], |row| {
            let noted = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            Ok((row.get(0)?, noted))
        })?;
        let kept = rows.collect::<Result<_, _>>()?;
        Ok((position, changes::newest(&file)?, kept))
    };
    read().ok()
}

impl Deref for Rebuild {
    type Target = Writer;

    fn deref(&self) -> &Writer {
        &self.writer
    }
}

impl DerefMut for Rebuild {
    fn deref_mut(&mut self) -> &mut Writer {
        &mut self.writer
    }
}
