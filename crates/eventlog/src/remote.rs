//! A log on servers that others make, which keep each commit as one message of its stream: what all such backends have in
//! common. How a server is spoken to is the business of the backend, which implements [`Server`].
//!
//! A process keeps nothing that the servers do not have: the ends of streams as last seen, the Merkle tree as far as it
//! has read, and how far the log is known to have grown.

mod append;
mod growth;
mod read;
mod tips;
mod tree;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

use crate::{
    Appended, Commit, Error, EventLog, Expected, LogId, NewCommit, Position, StreamName, TreeHead,
    Version,
};
use append::Appending;
pub use growth::Grown;
use growth::Growth;
use tips::Tips;
use tree::Tree;

/// What a backend asks of its servers. What is said to be the leader's is what is so now; the rest may lag behind.
#[async_trait]
pub trait Server: Send + Sync + 'static {
    /// Whether the positions of commits follow each other without a gap, so that a missing one is a loss.
    const POSITIONS_ARE_DENSE: bool;

    /// Keeps a commit, taken only where the stream ends with the message before (none: where it has none), and answers
    /// when it is durable. `id` is that of this commit at this place.
    async fn put(
        &self,
        stream: &StreamName,
        before: Option<Place>,
        id: [u8; 16],
        body: Bytes,
    ) -> Result<Place, Failure>;

    /// The last message of a stream, as the leader has it.
    async fn last_of(&self, stream: &StreamName) -> Result<Option<Stored>, Failure>;

    /// The first message of a stream behind a place, as the leader has it.
    async fn next_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
    ) -> Result<Option<Stored>, Failure>;

    /// Some messages of a stream behind a place, in order: none left out before the last of them, at most `limit`.
    async fn some_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure>;

    /// The first message of the log behind a position, as the leader has it.
    async fn next(&self, after: Position) -> Result<Option<Stored>, Failure>;

    /// Some messages of the log behind a position, in order: none left out before the last of them, at most `limit`.
    async fn some(&self, after: Position, limit: usize) -> Result<Vec<Stored>, Failure>;

    /// The position of the last message, as the leader has it.
    async fn head(&self) -> Result<Position, Failure>;

    /// Tells of growth until something fails; it is begun again then. Lets go of what it holds when it is dropped.
    async fn follow(&self, grown: &Grown);
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the log.
    pub position: Position,
    /// In its stream, as the server counts.
    pub number: u64,
}

/// A message as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Where.
    pub place: Place,
    /// In which stream of events.
    pub stream: String,
    /// The encoded commit.
    pub body: Bytes,
}

/// Why a server did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// The stream may end otherwise than expected. Or it is only that another message is on its way: look.
    #[error("{0}")]
    Conflict(String),
    /// It passes by itself: the server cannot be reached, did not answer in time, or is busy.
    #[error("{0}")]
    Passing(String),
    /// It does not pass until somebody changes something.
    #[error("{0}")]
    Lasting(String),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let retry = !matches!(failure, Failure::Lasting(_));
        Error::Unavailable {
            reason: failure.to_string(),
            retry,
        }
    }
}

/// Whether a log may have this name: servers of either sort keep it as it is.
///
/// # Errors
/// [`Error::Unavailable`], whose reason says what a name is.
pub fn check_name(name: &str) -> Result<(), Error> {
    let well_named = (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if well_named {
        return Ok(());
    }
    Err(Error::Unavailable {
        reason: format!("a log cannot be called {name:?}; use up to 64 letters, digits and dashes"),
        retry: false,
    })
}

/// An event log on such servers. Any number of processes may have it open.
pub struct RemoteLog<S> {
    id: LogId,
    server: Arc<S>,
    tips: Tips,
    tree: Tree,
    growth: Growth,
}

impl<S: Server> RemoteLog<S> {
    /// The log of this id, which the servers have, and whose last commit was at `head` a moment ago.
    pub fn new(id: LogId, server: S, head: Position) -> Self {
        let server = Arc::new(server);
        Self {
            id,
            growth: Growth::follow(server.clone(), head),
            server,
            tips: Tips::new(),
            tree: Tree::default(),
        }
    }

    /// The servers, for whoever has to know what they are.
    pub fn server(&self) -> &S {
        &self.server
    }
}

#[async_trait]
impl<S: Server> EventLog for RemoteLog<S> {
    fn id(&self) -> LogId {
        self.id
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error> {
        let appending = Appending {
            server: &*self.server,
            tips: &self.tips,
            stream,
        };
        let appended = appending.append(expected, &commit).await?;
        self.growth.reached(appended.position);
        Ok(appended)
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        read::stream(&*self.server, &self.tips, stream, after, limit).await
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        read::log(&*self.server, after, limit).await
    }

    async fn head(&self) -> Result<Position, Error> {
        let seen = self.growth.position();
        let head = self.server.head().await?;
        if head < seen {
            return Err(read::lags().into());
        }
        self.growth.reached(head);
        Ok(head)
    }

    async fn grown_beyond(&self, after: Position) -> Result<Position, Error> {
        self.growth.beyond(after).await
    }

    async fn tree_head(&self) -> Result<TreeHead, Error> {
        self.tree.head(&*self.server).await
    }
}
