//! How a failure of SQLite is told to the log's callers.

use eventlog::Error;
use rusqlite::ErrorCode;

/// What happened while `doing`, and whether trying again may help.
pub(crate) fn unavailable(doing: &str) -> impl Fn(rusqlite::Error) -> Error + '_ {
    move |error| {
        let retry = matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::DiskFull
                    | ErrorCode::OutOfMemory
                    | ErrorCode::OperationInterrupted
            )
        );
        Error::Unavailable {
            reason: format!("{doing}: {error}"),
            retry,
        }
    }
}

/// A file that this log cannot work with, until somebody changes that.
pub(crate) fn unusable(reason: impl Into<String>) -> Error {
    Error::Unavailable {
        reason: reason.into(),
        retry: false,
    }
}
