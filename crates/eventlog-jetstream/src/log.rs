//! The log as its callers see it: the trait's methods. What each does is in the module of its name.

use std::sync::Arc;

use async_trait::async_trait;
use eventlog::{
    Appended, Commit, Error, EventLog, Expected, LogId, NewCommit, Position, StreamName, TreeHead,
    Version,
};

use crate::{append::Appending, growth::Growth, read, server::Server, tips::Tips, tree::Tree};

/// An event log in one JetStream stream. Any number of processes may have it open.
pub struct JetStreamLog {
    pub(crate) id: LogId,
    pub(crate) server: Server,
    /// What stands before a stream's name in its subject.
    pub(crate) prefix: String,
    pub(crate) tips: Tips,
    pub(crate) growth: Arc<Growth>,
    pub(crate) tree: Tree,
}

impl JetStreamLog {
    fn subject(&self, stream: &StreamName) -> String {
        format!("{}{stream}", self.prefix)
    }
}

#[async_trait]
impl EventLog for JetStreamLog {
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
            server: &self.server,
            tips: &self.tips,
            stream,
            subject: self.subject(stream),
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
        let subject = self.subject(stream);
        read::stream(&self.server, &self.tips, stream, &subject, after, limit).await
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        read::log(&self.server, &self.prefix, after, limit).await
    }

    async fn head(&self) -> Result<Position, Error> {
        let head = self.server.head().await?;
        self.growth.reached(head);
        Ok(head)
    }

    async fn grown_beyond(&self, after: Position) -> Result<Position, Error> {
        self.growth.beyond(after).await
    }

    async fn tree_head(&self) -> Result<TreeHead, Error> {
        self.tree.head(&self.server, &self.prefix).await
    }
}
