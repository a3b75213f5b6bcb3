//! What can go wrong with the files, and whether trying again helps. No message holds what a row says.

use std::{io, path::PathBuf};

use rusqlite::ErrorCode;

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error("{doing} `{}`: {source}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What it answered.
        source: io::Error,
    },
    /// SQLite refused.
    #[error("{doing}: {source}")]
    Sqlite {
        /// What was being done.
        doing: &'static str,
        /// What it answered.
        source: rusqlite::Error,
    },
    /// The file is not one of ours, or one of another sort.
    #[error("`{}` is not a file of the expected sort; move it away, and it is made anew from the log", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by another version of the program.
    #[error("`{}` has schema {found} and this program writes {expected}; rebuild it from the log", path.display())]
    OtherSchema {
        /// The file.
        path: PathBuf,
        /// The schema that it has.
        found: i32,
        /// The schema that is written here.
        expected: i32,
    },
    /// A row does not hold what it has to.
    #[error("the row {key} of {table} cannot be read ({reason}); rebuild the file from the log")]
    Row {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
        /// What is wrong, without what the row says.
        reason: String,
    },
    /// A rebuild of this organisation's file is under way already.
    #[error("a rebuild of this file is under way already; wait until it has ended")]
    RebuildUnderWay,
    /// As many files are open as may be.
    #[error("too many files are in use at this moment; ask again in a moment")]
    Busy,
    /// The list cannot be gone on with from there.
    #[error("the list has no such place; begin it again")]
    CursorUnknown,
}

impl Error {
    /// Whether doing the same again may succeed without anybody changing anything.
    pub fn retry_helps(&self) -> bool {
        match self {
            Error::Sqlite { source, .. } => matches!(
                source.sqlite_error_code(),
                Some(
                    ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::DiskFull
                        | ErrorCode::OutOfMemory
                        | ErrorCode::OperationInterrupted
                )
            ),
            Error::File { source, .. } => {
                matches!(
                    source.kind(),
                    io::ErrorKind::Interrupted | io::ErrorKind::StorageFull
                )
            }
            Error::RebuildUnderWay | Error::Busy => true,
            Error::NotOurs { .. }
            | Error::OtherSchema { .. }
            | Error::Row { .. }
            | Error::CursorUnknown => false,
        }
    }

    /// A row whose JSON cannot be read: where, not what, since a parser's message may quote what it read.
    pub(crate) fn json(
        table: &'static str,
        key: impl Into<String>,
        error: &serde_json::Error,
    ) -> Self {
        let reason = format!(
            "{:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        );
        Error::Row {
            table,
            key: key.into(),
            reason,
        }
    }
}

/// What SQLite refused while `doing`.
pub(crate) fn sqlite(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |source| Error::Sqlite { doing, source }
}
