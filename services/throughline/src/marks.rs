//! What a data folder says of its files: which log they were made from, and a number that tells them from any other. The
//! projector and the views of a node share a folder and start beside each other, so each mark is there whole or not at all.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::{Context, bail};
use eventlog::LogId;

/// The number that [`files_id`] reads.
pub(crate) const FILES_ID: &str = "files-id";
/// The id of the log that the files were made from.
const MADE_FROM: &str = "made-from-log";

/// Makes sure that the organisations' files are made from this log: beside another they would show what is not in it.
///
/// # Errors
/// Where they were made from another, or the folder cannot be written to.
pub(crate) fn check_log(folder: &Path, log: LogId) -> anyhow::Result<()> {
    let path = folder.join(MADE_FROM);
    let id = log.to_string();
    match fs::read_to_string(&path) {
        Ok(there) if there.trim() == id => Ok(()),
        Ok(_) => bail!(
            "the organisations' files in {} were made from another log; choose another folder with --data-folder, or \
             remove `organisations`, `system.db` and `{MADE_FROM}` there: they are made anew from the log",
            folder.display()
        ),
        Err(_) => {
            // Files that are made from now on are others than any that were here.
            fs::remove_file(folder.join(FILES_ID)).ok();
            write(&path, &format!("{id}\n"))
        }
    }
}

/// A number that no other data folder has.
///
/// # Errors
/// Where it cannot be kept, or what is kept is no number.
pub(crate) fn files_id(folder: &Path) -> anyhow::Result<u64> {
    let path = folder.join(FILES_ID);
    if let Ok(text) = fs::read_to_string(&path) {
        return text
            .trim()
            .parse()
            .with_context(|| format!("{} holds no number; remove it", path.display()));
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "drawn once in the life of a folder that can be made anew, and no event depends on it"
    )]
    let (id, _) = uuid::Uuid::new_v4().as_u64_pair();
    write(&path, &format!("{id}\n"))?;
    Ok(id)
}

/// Writes a mark, beside whoever reads or writes it, and through a crash: what was there before is there until all of it is.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let new = path.with_extension(format!("{}-{number}.new", process::id()));
    let put = || {
        let mut file = File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    put()
        .inspect_err(|_| drop(fs::remove_file(&new)))
        .with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::thread;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn two_processes_that_start_beside_each_other_find_no_half_of_a_mark() {
        let log = LogId(Uuid::from_u128(7));
        for _ in 0..200 {
            let folder = tempfile::tempdir().unwrap();
            thread::scope(|scope| {
                let starts = [(); 3].map(|()| scope.spawn(|| check_log(folder.path(), log)));
                for start in starts {
                    start.join().unwrap().unwrap();
                }
            });
            let others = check_log(folder.path(), LogId(Uuid::from_u128(8)));
            assert!(others.unwrap_err().to_string().contains("another log"));
            // Nothing but the mark is left behind.
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }
}
