//! The one writer: a thread that takes what has queued, writes it in one transaction, and answers once that
//! is durable. What one transaction does is in [`crate::batch`].

use std::fs::File;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::JoinHandle;

use eventlog::{Error, Position, StreamName, Tip, TreeHead};
use lru::LruCache;
use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, watch};

use crate::batch::{self, Failure, Submission};
use crate::error::{unavailable, unusable};
use crate::file::State;

/// How many commits may wait; who comes later waits for room.
pub(crate) const QUEUE_COMMITS: usize = 1024;
/// The most commits in one transaction.
const BATCH_COMMITS: usize = 256;
/// A batch that has come to this takes no further commit.
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// How many streams' ends are remembered.
const TIPS: NonZeroUsize = NonZeroUsize::new(16_384).expect("it is not zero");
/// How much is written before the write-ahead log is moved into the file.
const CHECKPOINT_BYTES: usize = 8 * 1024 * 1024;

/// Called where nothing is certain any more, with the reason; by default it ends the process. Should it
/// return, the writer stops, and the log takes nothing further.
pub type OnFatal = Arc<dyn Fn(&str) + Send + Sync>;

/// What readers may know: changed after each transaction, before it is acknowledged.
#[derive(Clone, Copy)]
pub(crate) struct Published {
    pub(crate) head: Position,
    pub(crate) tree_head: TreeHead,
}

/// The writer's own.
pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) state: State,
    pub(crate) tips: LruCache<StreamName, Tip>,
    pub(crate) published: watch::Sender<Published>,
    pub(crate) on_fatal: OnFatal,
    /// Bytes written since the last checkpoint.
    pub(crate) unchecked_bytes: usize,
    /// Held until the last byte is written.
    pub(crate) lock: File,
}

/// The thread: when it has ended, the file is complete and free for another process.
pub(crate) type Running = JoinHandle<Result<(), Error>>;

/// Starts the thread. It ends once every sender of its queue is dropped and all that queued is written.
pub(crate) fn start(
    connection: Connection,
    state: State,
    lock: File,
    on_fatal: OnFatal,
) -> Result<
    (
        mpsc::Sender<Submission>,
        watch::Receiver<Published>,
        Running,
    ),
    Error,
> {
    let (submit, queue) = mpsc::channel(QUEUE_COMMITS);
    let (published, watching) = watch::channel(Published {
        head: state.head,
        tree_head: state.frontier.tree_head(),
    });
    let tips = LruCache::new(TIPS);
    let writer = Writer {
        connection,
        state,
        tips,
        published,
        on_fatal,
        unchecked_bytes: 0,
        lock,
    };
    let thread = std::thread::Builder::new().name("eventlog-writer".to_owned());
    let running = thread
        .spawn(move || writer.run(queue))
        .map_err(|error| unusable(format!("the log's writer cannot be started: {error}")))?;
    Ok((submit, watching, running))
}

impl Writer {
    fn run(mut self, mut queue: mpsc::Receiver<Submission>) -> Result<(), Error> {
        while let Some(first) = queue.blocking_recv() {
            let batch = gather(first, &mut queue);
            self.write(batch)?;
            self.checkpoint_when_due()?;
        }
        let closing = unavailable("moving the write-ahead log into the file");
        checkpoint(&self.connection, "TRUNCATE").map_err(&closing)?;
        self.connection
            .close()
            .map_err(|(_, error)| closing(error))?;
        drop(self.lock);
        Ok(())
    }

    /// Writes and answers. An error is fatal, and nobody is answered: each is told that the writer stopped.
    fn write(&mut self, batch: Vec<Submission>) -> Result<(), Error> {
        match batch::write(&mut self.connection, &mut self.tips, &self.state, &batch) {
            Ok(staged) => {
                let tree_head = staged.tree_head();
                self.state.head = staged.head;
                self.state.frontier = staged.frontier;
                self.unchecked_bytes += staged.written_bytes;
                for (stream, tip) in staged.tips {
                    self.tips.put(stream, tip);
                }
                self.published.send_if_modified(|published| {
                    let grown = published.head < staged.head;
                    *published = Published {
                        head: staged.head,
                        tree_head,
                    };
                    grown
                });
                for (submission, answer) in batch.into_iter().zip(staged.answers) {
                    // Who no longer waits needs no answer.
                    let _ = submission.answer.send(answer);
                }
                Ok(())
            }
            Err(Failure::RolledBack(error)) if batch.len() > 1 => {
                tracing::warn!(%error, commits = batch.len(), "a batch of the event log was rolled back");
                // Whichever commit it was, it shall not harm the others: each is tried on its own.
                batch
                    .into_iter()
                    .try_for_each(|submission| self.write(vec![submission]))
            }
            Err(failure @ Failure::RolledBack(_)) => {
                let error = failure.answer();
                for submission in batch {
                    let _ = submission.answer.send(Err(error.clone()));
                }
                Ok(())
            }
            Err(failure @ Failure::Unknown(_)) => Err(self.give_up(failure.answer())),
        }
    }

    /// A checkpoint that fails for want of space, or for a reader in its way, is made good by a later one; one
    /// that fails to sync leaves nothing certain.
    fn checkpoint_when_due(&mut self) -> Result<(), Error> {
        if self.unchecked_bytes < CHECKPOINT_BYTES {
            return Ok(());
        }
        self.unchecked_bytes = 0;
        match checkpoint(&self.connection, "PASSIVE") {
            Ok(()) => Ok(()),
            Err(error)
                if matches!(
                    error.sqlite_error_code(),
                    Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy)
                ) =>
            {
                tracing::warn!(%error, "the event log's write-ahead log could not be moved into the file yet");
                Ok(())
            }
            Err(error) => Err(self.give_up(unavailable(
                "moving the write-ahead log into the file",
            )(error))),
        }
    }

    fn give_up(&self, error: Error) -> Error {
        tracing::error!(%error, "the event log cannot tell what was written, and ends the process");
        (self.on_fatal)(&error.to_string());
        error
    }
}

fn gather(first: Submission, queue: &mut mpsc::Receiver<Submission>) -> Vec<Submission> {
    let mut bytes = first.commit.size_bytes();
    let mut batch = vec![first];
    while batch.len() < BATCH_COMMITS && bytes < BATCH_BYTES {
        let Ok(next) = queue.try_recv() else { break };
        bytes += next.commit.size_bytes();
        batch.push(next);
    }
    batch
}

fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<()> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))
}
