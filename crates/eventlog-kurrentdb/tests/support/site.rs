//! The tests' server on a SQLite log.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::sync::Arc;

use eventlog::LogId;
use eventlog_kurrentdb::{KurrentLog, Options, open, testing::Facade};
use eventlog_sqlite::SqliteLog;
use tempfile::TempDir;
use uuid::Uuid;

/// A server, and the folder of its log.
pub struct Site {
    pub facade: Facade,
    _folder: TempDir,
}

impl Site {
    pub async fn start() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let log = Arc::new(SqliteLog::open(&folder.path().join("log.db")).unwrap());
        Site {
            facade: Facade::start(log).await,
            _folder: folder,
        }
    }

    pub fn options(&self, connection: String) -> Options {
        Options {
            connection,
            name: "log".to_owned(),
            id_if_new: LogId(Uuid::from_u128(1)),
        }
    }

    pub async fn log(&self) -> KurrentLog {
        open(self.options(self.facade.connection())).await.unwrap()
    }
}
