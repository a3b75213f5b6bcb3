//! The log as a process reaches it: what is asked waits before it arrives, and so does the answer on its way back.

use std::sync::Arc;

use async_trait::async_trait;
use eventlog::{
    Appended, Commit, Error, EventLog, Expected, LogId, NewCommit, Position, StreamName, TreeHead,
    Version, memory::MemoryLog,
};

use super::pause::Pauses;

/// The log, at some distance.
pub struct Network {
    /// The log.
    pub log: Arc<MemoryLog>,
    /// When a call waits.
    pub pauses: Pauses,
}

#[async_trait]
impl EventLog for Network {
    fn id(&self) -> LogId {
        self.log.id()
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error> {
        self.pauses.one_in(1).await;
        let appended = self.log.append(stream, expected, commit).await;
        self.pauses.one_in(1).await;
        appended
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        self.pauses.one_in(2).await;
        // Small pages, so that others get in between two of them.
        let commits = self.log.read_stream(stream, after, limit.min(5)).await;
        self.pauses.one_in(2).await;
        commits
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        self.pauses.one_in(2).await;
        let commits = self.log.read_log(after, limit).await;
        self.pauses.one_in(2).await;
        commits
    }

    async fn head(&self) -> Result<Position, Error> {
        self.log.head().await
    }

    async fn grown_beyond(&self, after: Position) -> Result<Position, Error> {
        self.log.grown_beyond(after).await
    }

    async fn tree_head(&self) -> Result<TreeHead, Error> {
        self.log.tree_head().await
    }
}
