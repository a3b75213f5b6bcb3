//! A canonical dump of a file's rows, and its digest: how a file that grew is compared with one made anew.
//! Changes and the checkpoint are left out: they tell how it came about, not what it holds.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::{Error, Writer, error::sqlite};

/// Each table's rows in the order of their keys; `quote` writes each value so that no two look the same.
const DUMPS: [&str; 4] = [
    "SELECT 'facts|' || concat_ws('|', quote(person), quote(id), quote(place), quote(kind), quote(thing),
            quote(recorded_at_ms), quote(organisation), quote(worker), quote(role), quote(categories), quote(replaces),
            quote(body), quote(grants), quote(ends_at_ms), quote(everybody)) FROM facts ORDER BY person, id",
    "SELECT 'people|' || concat_ws('|', quote(person), quote(last_recorded_at_ms), quote(place), quote(depends))
            FROM people ORDER BY person",
    "SELECT 'threads|' || concat_ws('|', quote(person), quote(kind), quote(thing), quote(place), quote(side), quote(state),
            quote(due_at_ms))
            FROM threads ORDER BY person, kind, thing",
    "SELECT 'readings|' || concat_ws('|', quote(person), quote(worker), quote(page), quote(quarter), quote(role), quote(at_ms),
            quote(place))
            FROM readings ORDER BY person, worker, page, quarter",
];

impl Writer {
    /// SHA-256 (FIPS 180-4) over the canonical dump of the file's rows: equal for files that hold the same.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    pub fn digest(&self) -> Result<[u8; 32], Error> {
        let mut digest = Sha256::new();
        lines(&self.connection, |line| {
            digest.update(line.as_bytes());
            digest.update(b"\n");
        })?;
        Ok(digest.finalize().into())
    }

    /// The canonical dump itself, words and all. For tests only.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite.
    #[cfg(feature = "testing")]
    pub fn dump(&self) -> Result<String, Error> {
        let mut text = String::new();
        lines(&self.connection, |line| {
            text.push_str(line);
            text.push('\n');
        })?;
        Ok(text)
    }
}

fn lines(connection: &Connection, mut take: impl FnMut(&str)) -> Result<(), Error> {
    let mut read = || -> rusqlite::Result<()> {
        for dump in DUMPS {
            let mut select = connection.prepare(dump)?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                take(row.get_ref(0)?.as_str()?);
            }
        }
        Ok(())
    };
    read().map_err(sqlite("dumping a file"))
}
