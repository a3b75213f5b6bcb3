//! Where an organisation's files are, and which of them is in use. Nothing here opens a database.
//!
//! `organisations/CODE/view-GENERATION.db` holds the rows, and the link `current` beside it names the file in use.

use std::{
    fs::{self, DirBuilder, File, TryLockError},
    io::{self, ErrorKind},
    os::unix::fs::{DirBuilderExt, symlink},
    path::{Path, PathBuf},
};

use casework::ids::OrganisationId;

use crate::Error;

const ORGANISATIONS: &str = "organisations";
const CURRENT: &str = "current";

/// The generation of the file that an organisation has at first.
pub(crate) const FIRST_GENERATION: u64 = 1;

/// One organisation's folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

/// Held while a rebuild is under way; let go of by dropping it, or by the end of the process.
#[derive(Debug)]
pub(crate) struct RebuildLock {
    _file: File,
}

/// The organisations that have a file in use in this data folder, in the order of their codes.
///
/// # Errors
/// [`Error::File`] where the folder cannot be read.
pub fn organisations(folder: &Path) -> Result<Vec<OrganisationId>, Error> {
    let path = folder.join(ORGANISATIONS);
    let mut found = Vec::new();
    for name in names(&path)? {
        let Ok(organisation) = name.parse::<OrganisationId>() else {
            continue;
        };
        if Folder::of(folder, &organisation).current()?.is_some() {
            found.push(organisation);
        }
    }
    found.sort();
    Ok(found)
}

impl Folder {
    /// The organisation's folder in this data folder.
    pub(crate) fn of(data: &Path, organisation: &OrganisationId) -> Self {
        Self {
            path: data.join(ORGANISATIONS).join(organisation.as_str()),
        }
    }

    /// Makes the folder, for this process's user alone.
    pub(crate) fn create(&self) -> Result<(), Error> {
        let made = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path);
        made.map_err(self.failed("making the folder"))
    }

    /// The generation in use, where there is one.
    pub(crate) fn current(&self) -> Result<Option<u64>, Error> {
        let link = self.path.join(CURRENT);
        match fs::read_link(&link) {
            Ok(target) => {
                let generation = target.to_str().and_then(generation);
                generation.map(Some).ok_or(Error::NotOurs { path: link })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::File {
                doing: "reading the link",
                path: link,
                source,
            }),
        }
    }

    /// The file of a generation.
    pub(crate) fn file(&self, generation: u64) -> PathBuf {
        self.path.join(format!("view-{generation}.db"))
    }

    /// Puts a generation in use, in one step that survives a crash.
    pub(crate) fn use_generation(&self, generation: u64) -> Result<(), Error> {
        let link = || -> io::Result<()> {
            let new = self.path.join("current.new");
            absent(fs::remove_file(&new))?;
            symlink(format!("view-{generation}.db"), &new)?;
            fs::rename(&new, self.path.join(CURRENT))?;
            File::open(&self.path)?.sync_all()
        };
        link().map_err(self.failed("putting a file in use in"))
    }

    /// Deletes the files of every other generation.
    pub(crate) fn delete_others(&self, keep: Option<u64>) -> Result<(), Error> {
        for name in names(&self.path)? {
            let database = name.trim_end_matches("-wal").trim_end_matches("-shm");
            let other = generation(database).is_some_and(|generation| Some(generation) != keep);
            if other {
                absent(fs::remove_file(self.path.join(&name)))
                    .map_err(self.failed("deleting an older file of"))?;
            }
        }
        Ok(())
    }

    /// Takes the folder's rebuild lock; none where a rebuild is under way.
    pub(crate) fn lock_rebuild(&self) -> Result<Option<RebuildLock>, Error> {
        let path = self.path.join("rebuild.lock");
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(self.failed("opening the rebuild lock of"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(RebuildLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(Error::File {
                doing: "locking",
                path,
                source,
            }),
        }
    }

    fn failed(&self, doing: &'static str) -> impl Fn(io::Error) -> Error {
        let path = self.path.clone();
        move |source| Error::File {
            doing,
            path: path.clone(),
            source,
        }
    }
}

/// The generation that a file name of the form `view-12.db` gives.
fn generation(name: &str) -> Option<u64> {
    name.strip_prefix("view-")?
        .strip_suffix(".db")?
        .parse()
        .ok()
}

/// What stands in a folder; nothing, where there is none.
fn names(path: &Path) -> Result<Vec<String>, Error> {
    let read = || -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    read().map_err(|source| Error::File {
        doing: "reading the folder",
        path: path.to_owned(),
        source,
    })
}

fn absent(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
