//! Records in one SQLite file: of a single machine, or of a single process with the pages.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Error, Expected, Record, Records};

/// How long another process of this machine may hold the file.
const WAIT: Duration = Duration::from_secs(5);

/// Records in a file.
#[derive(Clone)]
pub struct SqliteRecords(Arc<Mutex<Connection>>);

impl SqliteRecords {
    /// Opens the file, or makes it. Several processes may have it open.
    ///
    /// # Errors
    /// Where it cannot be opened or is no such file.
    pub fn open(file: &Path) -> Result<Self, Error> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(WAIT)?;
        // What is deleted is overwritten. A password changed is a password kept: it waits for the disk.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             CREATE TABLE IF NOT EXISTS records
               (name TEXT PRIMARY KEY, value BLOB NOT NULL, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
        )?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let connection = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            work(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(done.await.map_err(|ended| Error(ended.to_string()))??)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

#[async_trait]
impl Records for SqliteRecords {
    async fn get(&self, name: &str) -> Result<Option<Record>, Error> {
        let name = name.to_owned();
        self.with(move |file| {
            let mut one =
                file.prepare_cached("SELECT value, revision FROM records WHERE name = ?1")?;
            let found = one.query_row([name], |row| {
                Ok(Record {
                    value: row.get(0)?,
                    revision: row.get(1)?,
                })
            });
            found.optional()
        })
        .await
    }

    async fn put(&self, name: &str, value: Vec<u8>, expected: Expected) -> Result<bool, Error> {
        let name = name.to_owned();
        self.with(move |file| {
            let changed = match expected {
                Expected::New => file.execute(
                    "INSERT INTO records VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING",
                    params![name, value],
                )?,
                Expected::Revision(revision) => file.execute(
                    "UPDATE records SET value = ?2, revision = revision + 1 WHERE name = ?1 AND revision = ?3",
                    params![name, value, revision],
                )?,
                Expected::Any => file.execute(
                    "INSERT INTO records VALUES (?1, ?2, 1)
                     ON CONFLICT DO UPDATE SET value = excluded.value, revision = revision + 1",
                    params![name, value],
                )?,
            };
            Ok(changed == 1)
        })
        .await
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        let name = name.to_owned();
        self.with(move |file| file.execute("DELETE FROM records WHERE name = ?1", [name]))
            .await?;
        Ok(())
    }

    async fn names(&self, beginning: &str) -> Result<Vec<String>, Error> {
        // A dot is what follows a part, and the slash comes right after it.
        let end = format!("{}/", beginning.trim_end_matches('.'));
        let beginning = beginning.to_owned();
        self.with(move |file| {
            let mut all = file.prepare_cached(
                "SELECT name FROM records WHERE name >= ?1 AND name < ?2 ORDER BY name",
            )?;
            let names = all.query_map([beginning, end], |row| row.get(0))?;
            names.collect()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_record_is_changed_only_by_whoever_saw_its_last_state() {
        let folder = tempfile::tempdir().unwrap();
        let records = SqliteRecords::open(&folder.path().join("accounts.db")).unwrap();
        let put = async |value: &str, expected| {
            let value = value.as_bytes().to_vec();
            records.put("a.b", value, expected).await.unwrap()
        };
        assert_eq!(records.get("a.b").await.unwrap(), None);
        assert!(!put("x", Expected::Revision(1)).await);
        assert!(put("one", Expected::New).await && !put("again", Expected::New).await);
        let other = SqliteRecords::open(&folder.path().join("accounts.db")).unwrap();
        let one = other.get("a.b").await.unwrap().unwrap();
        assert_eq!((&one.value[..], one.revision), (&b"one"[..], 1));
        assert!(put("two", Expected::Revision(1)).await);
        assert!(
            !put("late", Expected::Revision(1)).await,
            "somebody was faster"
        );
        assert!(put("three", Expected::Any).await);
        assert_eq!(records.get("a.b").await.unwrap().unwrap().value, b"three");
        records.delete("a.b").await.unwrap();
        assert_eq!(records.get("a.b").await.unwrap(), None);
    }

    #[tokio::test]
    async fn names_are_found_by_their_first_parts() {
        let folder = tempfile::tempdir().unwrap();
        let records = SqliteRecords::open(&folder.path().join("accounts.db")).unwrap();
        for name in ["a.b.1", "a.b.2", "a.bc.3", "a.b0.4", "b.b.5"] {
            assert!(records.put(name, Vec::new(), Expected::New).await.unwrap());
        }
        assert_eq!(records.names("a.b.").await.unwrap(), ["a.b.1", "a.b.2"]);
        assert_eq!(records.names("a.").await.unwrap().len(), 4);
        assert_eq!(records.names("c.").await.unwrap().len(), 0);
    }
}
