//! What every log promises, and the rules of admission that all backends share. No backend lives here.

use std::fmt;

use async_trait::async_trait;
use uuid::Uuid;

use crate::commit::{self, Commit, Corrupt, NewCommit};
use crate::merkle::TreeHead;
use crate::record::Position;
use crate::stream::{StreamName, Version};

/// An append-only log of commits, each atomic for its stream.
///
/// Positions are strictly increasing, and a reader that has read up to a position never later finds a
/// commit at or before it. Dropping the future of an append leaves open whether the commit was written;
/// so does [`Error::Unavailable`]. The caller then reads the stream, or tries again with the same
/// expectation and takes a conflict as the answer.
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// The log's own id, drawn when it was created.
    fn id(&self) -> LogId;

    /// Appends a commit, durable when this returns `Ok`.
    ///
    /// # Errors
    /// [`Error::Conflict`] and [`Error::ClockWentBack`] write nothing; [`Error::Unavailable`] may have.
    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error>;

    /// The commits of a stream that hold a version after `after`, in order, at most `limit`. Commits are
    /// whole: where `after` lies inside one, that one comes first, with its earlier records.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the stored bytes are not what was written.
    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error>;

    /// The commits of the log after a position, in order, at most `limit`. Fewer than `limit`, one at least, may
    /// come although there are more; none comes only where there are no more.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the stored bytes are not what was written.
    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error>;

    /// The position of the last commit, or [`Position::START`].
    ///
    /// # Errors
    /// Where the log cannot be reached.
    async fn head(&self) -> Result<Position, Error>;

    /// Waits until the head is beyond `after`, and gives the head. Cancel-safe: nothing is lost by dropping it.
    ///
    /// # Errors
    /// Where the log cannot be reached, or is closed while waiting.
    async fn grown_beyond(&self, after: Position) -> Result<Position, Error>;

    /// Size and root of the Merkle tree (RFC 6962) over the hashes of all records in log order.
    ///
    /// # Errors
    /// Where the log cannot be reached.
    async fn tree_head(&self) -> Result<TreeHead, Error>;
}

/// What the caller takes a stream's version to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Exactly this; version 0 is a new stream.
    Version(Version),
    /// Whatever it is. For records of readings only, on which no decision rests.
    Any,
}

/// Where a commit went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its place in the log.
    pub position: Position,
    /// The stream's version after it.
    pub version: Version,
}

/// The id of one log. Receipts and cursors are bound to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId(pub Uuid);

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The end of a stream: all that admission of its next commit depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// How many events the stream holds.
    pub version: Version,
    /// When the last of them was recorded, in Unix milliseconds; the least value in an empty stream.
    pub last_recorded_at_ms: i64,
}

impl Tip {
    /// The end of a stream without events.
    pub const EMPTY: Tip = Tip {
        version: Version::EMPTY,
        last_recorded_at_ms: i64::MIN,
    };

    /// The end of the stream whose last commit this is.
    pub fn of(commit: &Commit) -> Tip {
        Tip {
            version: commit.last_version(),
            last_recorded_at_ms: commit.last_recorded_at_ms(),
        }
    }

    /// The end of the stream once `commit` is appended here.
    ///
    /// # Errors
    /// [`Error::Conflict`] where `expected` is another version, then [`Error::ClockWentBack`] where a record
    /// was recorded before the one that it follows.
    pub fn admit(
        self,
        stream: &StreamName,
        expected: Expected,
        commit: &NewCommit,
    ) -> Result<Tip, Error> {
        if let Expected::Version(version) = expected
            && version != self.version
        {
            return Err(Error::Conflict {
                stream: stream.clone(),
                actual: self.version,
            });
        }
        let mut last_recorded_at_ms = self.last_recorded_at_ms;
        for record in commit.records() {
            if record.header.recorded_at_ms < last_recorded_at_ms {
                return Err(Error::ClockWentBack {
                    stream: stream.clone(),
                    last_ms: last_recorded_at_ms,
                });
            }
            last_recorded_at_ms = record.header.recorded_at_ms;
        }
        Ok(Tip {
            version: self.version.plus(commit.records().len()),
            last_recorded_at_ms,
        })
    }
}

/// Why the log did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The stream has another version than expected. Nothing was written; decide again on the new state.
    #[error("stream {stream} is at version {actual}, which is not the one expected")]
    Conflict {
        /// The stream.
        stream: StreamName,
        /// Its version.
        actual: Version,
    },
    /// A record is said to be recorded before the one that it follows. Nothing was written.
    #[error(
        "stream {stream} already holds what was recorded at {last_ms} ms, later than what is to follow it"
    )]
    ClockWentBack {
        /// The stream.
        stream: StreamName,
        /// When the record before was recorded, in Unix milliseconds.
        last_ms: i64,
    },
    /// The records make no commit: none, too many or too large. Nothing was written.
    #[error(transparent)]
    Invalid(#[from] commit::Error),
    /// What is stored is not what was written.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// The log could not be reached, or failed. A commit under way may have been written.
    #[error("the log is unavailable: {reason}")]
    Unavailable {
        /// What happened; no content.
        reason: String,
        /// Whether the same call may succeed later.
        retry: bool,
    },
    /// The log was closed by its owner. Nothing was written.
    #[error("the log is closed")]
    Closed,
}

impl Error {
    /// Whether the same call, unchanged, may succeed later.
    pub fn retry_helps(&self) -> bool {
        match self {
            Error::Unavailable { retry, .. } => *retry,
            Error::Conflict { .. } | Error::ClockWentBack { .. } | Error::Invalid(_) => false,
            Error::Corrupt(_) | Error::Closed => false,
        }
    }
}
