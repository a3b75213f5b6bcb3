//! The open files of all organisations, for reading: a bounded pool. What is read, and for whom, is [`Reader`]'s.

use std::{
    collections::VecDeque,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use casework::ids::OrganisationId;
use identity::Caller;
use rusqlite::{Connection, OptionalExtension};

use crate::{Error, Reader, error::sqlite, layout::Folder, open, writer::SORT};

/// How many files may be open at once.
pub const OPEN_AT_MOST: usize = 256;
/// How long a caller waits for one of them.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a file that was replaced while it was being opened is looked for again.
const TRIES: usize = 3;

/// The organisations' files, for reading. Clones share one pool. Opening and reading block: keep them off a runtime's
/// own threads.
#[derive(Clone)]
pub struct Readers {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    at_most: usize,
    pool: Mutex<Pool>,
    returned: Condvar,
}

#[derive(Default)]
struct Pool {
    /// Idle connections, the longest idle first.
    idle: VecDeque<Open>,
    in_use: usize,
}

/// A connection to one generation of an organisation's file.
struct Open {
    organisation: OrganisationId,
    generation: u64,
    connection: Connection,
}

/// A connection that goes back to its pool when it is dropped.
pub(crate) struct Lent {
    open: Option<Open>,
    shared: Arc<Shared>,
}

impl Readers {
    /// The files in this data folder, of which at most [`OPEN_AT_MOST`] are open at once.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self::bounded(folder, OPEN_AT_MOST)
    }

    fn bounded(folder: impl Into<PathBuf>, at_most: usize) -> Self {
        let (pool, returned) = Default::default();
        Self {
            shared: Arc::new(Shared {
                folder: folder.into(),
                at_most,
                pool,
                returned,
            }),
        }
    }

    /// A reader of the caller's organisation's file, and of no other. An organisation that has no file yet is shown
    /// nothing.
    ///
    /// ```
    /// # use {identity::Caller, orgviews::{Error, Reader, Readers}};
    /// fn open(readers: &Readers, caller: &Caller) -> Result<Reader, Error> {
    ///     readers.open(caller)
    /// }
    /// ```
    ///
    /// The name of an organisation does not open its file:
    ///
    /// ```compile_fail,E0308
    /// # use {casework::ids::OrganisationId, orgviews::{Error, Reader, Readers}};
    /// fn open(readers: &Readers, organisation: &OrganisationId) -> Result<Reader, Error> {
    ///     readers.open(organisation)
    /// }
    /// ```
    ///
    /// nor does a caller whom nobody has verified:
    ///
    /// ```compile_fail,E0451
    /// # use {casework::{Role, ids::{OrganisationId, WorkerId}}, identity::Caller, orgviews::{Error, Reader, Readers}};
    /// fn open(readers: &Readers, organisation: OrganisationId, worker: WorkerId, role: Role) -> Result<Reader, Error> {
    ///     readers.open(&Caller { organisation, worker, role })
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Busy`] when all files are in use for longer than a second; any [`Error`] of the file system or of
    /// SQLite.
    pub fn open(&self, caller: &Caller) -> Result<Reader, Error> {
        Ok(Reader::new(
            self.lend(caller.organisation())?,
            caller.clone(),
        ))
    }

    fn lend(&self, organisation: &OrganisationId) -> Result<Option<Lent>, Error> {
        let folder = Folder::of(&self.shared.folder, organisation);
        let mut tries = 0;
        loop {
            let Some(generation) = folder.current()? else {
                return Ok(None);
            };
            let mut lent = Lent {
                open: self.shared.take(organisation, generation)?,
                shared: self.shared.clone(),
            };
            if lent.open.is_some() {
                return Ok(Some(lent));
            }
            let path = folder.file(generation);
            match open_for(organisation, &path) {
                Ok(connection) => {
                    lent.open = Some(Open {
                        organisation: organisation.clone(),
                        generation,
                        connection,
                    });
                    return Ok(Some(lent));
                }
                // A rebuild took its place and deleted it after we had read the link.
                Err(_) if tries < TRIES && !path.exists() => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.shared.folder
    }
}

/// Opens a file that is this organisation's own, whatever folder it was put into.
fn open_for(organisation: &OrganisationId, path: &Path) -> Result<Connection, Error> {
    let connection = open::for_reading(path, &SORT)?;
    let select = "SELECT 1 FROM file WHERE organisation = ?1";
    let own = connection.query_row(select, [organisation.as_str()], |_| Ok(()));
    match own
        .optional()
        .map_err(sqlite("opening a file for reading"))?
    {
        Some(()) => Ok(connection),
        None => Err(Error::NotOurs {
            path: path.to_owned(),
        }),
    }
}

impl Shared {
    /// An idle connection to this generation, or none with the right to open one more. Connections to other
    /// generations of the organisation's file are closed: what they hold may have been withdrawn.
    fn take(&self, organisation: &OrganisationId, generation: u64) -> Result<Option<Open>, Error> {
        let mut pool = self.pool();
        pool.idle
            .retain(|open| open.organisation != *organisation || open.generation == generation);
        if pool.in_use >= self.at_most {
            let waited = self
                .returned
                .wait_timeout_while(pool, PATIENCE, |pool| pool.in_use >= self.at_most);
            let (waited, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() {
                return Err(Error::Busy);
            }
            pool = waited;
        }
        pool.in_use += 1;
        // The one that was used last has the warmest cache.
        let fitting =
            |open: &Open| open.organisation == *organisation && open.generation == generation;
        let found = pool
            .idle
            .iter()
            .rposition(fitting)
            .and_then(|place| pool.idle.remove(place));
        if found.is_none() && pool.in_use + pool.idle.len() > self.at_most {
            pool.idle.pop_front();
        }
        Ok(found)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent {
    pub(crate) fn connection(&self) -> Option<&Connection> {
        self.open.as_ref().map(|open| &open.connection)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut pool = self.shared.pool();
        pool.in_use -= 1;
        pool.idle.extend(self.open.take());
        drop(pool);
        self.shared.returned.notify_one();
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers")
            .field("folder", &self.shared.folder)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Writer;

    #[test]
    fn no_more_files_are_open_than_may_be_and_the_longest_idle_goes() {
        let folder = tempfile::tempdir().unwrap();
        let codes: Vec<OrganisationId> = ["AAA", "BBB", "CCC"]
            .iter()
            .map(|code| code.parse().unwrap())
            .collect();
        for code in &codes {
            Writer::open(folder.path(), code).unwrap();
        }
        let readers = Readers::bounded(folder.path(), 2);
        let first = readers.lend(&codes[0]).unwrap();
        drop(readers.lend(&codes[1]).unwrap());
        drop(readers.lend(&codes[2]).unwrap());
        let idle = |readers: &Readers| -> Vec<OrganisationId> {
            readers
                .shared
                .pool()
                .idle
                .iter()
                .map(|open| open.organisation.clone())
                .collect()
        };
        assert_eq!(idle(&readers), [codes[2].clone()]);
        let second = readers.lend(&codes[1]).unwrap();
        assert!(matches!(readers.lend(&codes[2]), Err(Error::Busy)));
        drop((first, second));
        assert!(readers.lend(&codes[2]).unwrap().is_some());
        assert_eq!(readers.shared.pool().idle.len(), 2);
    }

    #[test]
    fn an_organisation_without_a_file_has_nothing_to_lend() {
        let folder = tempfile::tempdir().unwrap();
        let readers = Readers::new(folder.path());
        assert!(readers.lend(&"AAA".parse().unwrap()).unwrap().is_none());
        assert_eq!(readers.shared.pool().in_use, 0);
    }
}
