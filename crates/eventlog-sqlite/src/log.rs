//! The log as its callers see it: the trait's methods, opening and closing. Writing and reading themselves
//! are in [`crate::writer`] and [`crate::readers`].

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use eventlog::{
    Appended, Commit, Error, EventLog, Expected, LogId, NewCommit, Position, StreamName, TreeHead,
    Version,
};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::batch::Submission;
use crate::error::unusable;
use crate::file;
use crate::readers::{self, Readers};
use crate::writer::{self, OnFatal, Published, Running};

/// An event log in one SQLite file, with one writer in one process.
///
/// Close it with [`SqliteLog::close`]; when it is dropped instead, what has queued is still written, some
/// time later. Its methods want a Tokio runtime with time enabled.
pub struct SqliteLog {
    id: LogId,
    /// None once it is closed.
    queue: Mutex<Option<mpsc::Sender<Submission>>>,
    readers: Readers,
    published: watch::Receiver<Published>,
    /// None once somebody waits for its end.
    writer: Mutex<Option<Running>>,
}

/// What is chosen when a log is opened.
pub struct Options {
    /// The log's id, should the file be new.
    pub id_if_new: LogId,
    /// What is done where a commit's end is not known.
    pub on_fatal: OnFatal,
}

impl SqliteLog {
    /// Opens the log in this file, which is created if it is not there; its folder must be. A lock file
    /// beside it keeps other processes out.
    ///
    /// # Errors
    /// [`Error::Unavailable`], whose reason says what to change: the folder is in use by another process
    /// (trying again helps), SQLite is too old, the file is no event log or has another schema version, or
    /// its end is missing.
    pub fn open(path: &Path) -> Result<SqliteLog, Error> {
        #[expect(
            clippy::disallowed_methods,
            reason = "drawn once in a log's life, and nothing depends on its value"
        )]
        let id_if_new = LogId(Uuid::new_v4());
        let on_fatal: OnFatal = Arc::new(|_| std::process::abort());
        SqliteLog::open_with(
            path,
            Options {
                id_if_new,
                on_fatal,
            },
        )
    }

    /// As [`SqliteLog::open`], with nothing left to chance.
    ///
    /// # Errors
    /// As [`SqliteLog::open`].
    pub fn open_with(path: &Path, options: Options) -> Result<SqliteLog, Error> {
        let lock = file::lock(path)?;
        let (connection, state) = file::open_for_writing(path, options.id_if_new)?;
        let id = state.id;
        let (queue, published, writer) = writer::start(connection, state, lock, options.on_fatal)?;
        Ok(SqliteLog {
            id,
            queue: Mutex::new(Some(queue)),
            readers: Readers::new(path.to_owned()),
            published,
            writer: Mutex::new(Some(writer)),
        })
    }

    /// Closes the log: what has queued is written and acknowledged, the write-ahead log is moved into the
    /// file, and the file is free for another process. Later calls find it closed; closing twice is fine.
    ///
    /// # Errors
    /// Where the writer could not finish. What was acknowledged is durable all the same.
    pub async fn close(&self) -> Result<(), Error> {
        drop(lock(&self.queue).take());
        self.readers.close().await;
        let Some(writer) = lock(&self.writer).take() else {
            return Ok(());
        };
        let ended = tokio::task::spawn_blocking(move || writer.join()).await;
        match ended {
            Ok(Ok(ended)) => ended,
            Ok(Err(_)) | Err(_) => Err(unusable("the log's writer ended early")),
        }
    }

    fn published(&self) -> Result<Published, Error> {
        let published = *self.published.borrow();
        // The other end is gone when the writer has ended.
        self.published
            .has_changed()
            .map(|_| published)
            .map_err(|_| Error::Closed)
    }
}

#[async_trait]
impl EventLog for SqliteLog {
    fn id(&self) -> LogId {
        self.id
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error> {
        let queue = lock(&self.queue).clone().ok_or(Error::Closed)?;
        let (answer, answered) = oneshot::channel();
        let submission = Submission {
            stream: stream.clone(),
            expected,
            commit,
            answer,
        };
        queue.send(submission).await.map_err(|_| stopped())?;
        drop(queue);
        answered.await.map_err(|_| stopped())?
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        let stream = stream.clone();
        self.readers
            .with(move |connection| readers::read_stream(connection, &stream, after, limit))
            .await
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        let head = self.published()?.head;
        self.readers
            .with(move |connection| readers::read_log(connection, after, limit, head))
            .await
    }

    async fn head(&self) -> Result<Position, Error> {
        Ok(self.published()?.head)
    }

    async fn grown_beyond(&self, after: Position) -> Result<Position, Error> {
        let mut published = self.published.clone();
        let grown = published.wait_for(|published| published.head > after).await;
        grown
            .map(|published| published.head)
            .map_err(|_| Error::Closed)
    }

    async fn tree_head(&self) -> Result<TreeHead, Error> {
        Ok(self.published()?.tree_head)
    }
}

fn stopped() -> Error {
    Error::Unavailable {
        reason: "the log's writer stopped before it answered".to_owned(),
        retry: true,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
