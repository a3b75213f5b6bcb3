//! A log in memory, with faults on request: for tests and simulations. Deterministic, with no task of its
//! own. It keeps what the other backends keep, encoded commits, so that their format is exercised too.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

use crate::commit::{Commit, NewCommit};
use crate::log::{Appended, Error, EventLog, Expected, LogId, Tip};
use crate::merkle::{Frontier, TreeHead};
use crate::record::Position;
use crate::stream::{StreamName, Version};

/// A log that lasts as long as the process.
pub struct MemoryLog {
    id: LogId,
    contents: Mutex<Contents>,
    head: watch::Sender<Position>,
}

/// What goes wrong with an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is written, and the caller is told that the log is unavailable.
    RefuseBeforeWrite,
    /// The commit is written, and yet the caller is told that the log is unavailable.
    LoseAcknowledgement,
}

#[derive(Default)]
struct Contents {
    /// In log order; the commit at position p is at index p - 1.
    commits: Vec<Commit>,
    /// Indexes into `commits`.
    streams: HashMap<StreamName, Vec<usize>>,
    frontier: Frontier,
    faults: VecDeque<Fault>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new(id: LogId) -> MemoryLog {
        MemoryLog {
            id,
            contents: Mutex::default(),
            head: watch::Sender::new(Position::START),
        }
    }

    /// Makes the next append go wrong; called again before it, the one after that, and so on. A commit that is
    /// refused for its expectation or its clock loses no acknowledgement, but uses the fault up.
    pub fn fail_next(&self, fault: Fault) {
        self.contents().faults.push_back(fault);
    }

    /// Everything in the log, in order.
    pub fn commits(&self) -> Vec<Commit> {
        self.contents().commits.clone()
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    fn append(
        &mut self,
        stream: &StreamName,
        expected: Expected,
        commit: &NewCommit,
    ) -> Result<Appended, Error> {
        let last = self.streams.get(stream).and_then(|indexes| indexes.last());
        let tip = last.map_or(Tip::EMPTY, |&index| Tip::of(&self.commits[index]));
        let version = tip.admit(stream, expected, commit)?.version;
        let position = Position(self.commits.len() as u64 + 1);
        let body = commit.encode(stream, tip.version.plus(1));
        let commit = Commit::decode(position, stream.as_str(), &body)?;
        commit
            .records
            .iter()
            .for_each(|record| self.frontier.push(&record.hash));
        self.streams
            .entry(stream.clone())
            .or_default()
            .push(self.commits.len());
        self.commits.push(commit);
        Ok(Appended { position, version })
    }
}

#[async_trait]
impl EventLog for MemoryLog {
    fn id(&self) -> LogId {
        self.id
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error> {
        let mut contents = self.contents();
        let fault = contents.faults.pop_front();
        let unavailable = || Error::Unavailable {
            reason: "a fault was asked for".to_owned(),
            retry: true,
        };
        if fault == Some(Fault::RefuseBeforeWrite) {
            return Err(unavailable());
        }
        let appended = contents.append(stream, expected, &commit)?;
        self.head.send_replace(appended.position);
        if fault == Some(Fault::LoseAcknowledgement) {
            Err(unavailable())
        } else {
            Ok(appended)
        }
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        let contents = self.contents();
        let indexes = contents.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let first =
            indexes.partition_point(|&index| contents.commits[index].last_version() <= after);
        Ok(indexes[first..]
            .iter()
            .take(limit)
            .map(|&index| contents.commits[index].clone())
            .collect())
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        let contents = self.contents();
        let first = usize::try_from(after.0).unwrap_or(usize::MAX);
        Ok(contents
            .commits
            .iter()
            .skip(first)
            .take(limit)
            .cloned()
            .collect())
    }

    async fn head(&self) -> Result<Position, Error> {
        Ok(*self.head.borrow())
    }

    async fn grown_beyond(&self, after: Position) -> Result<Position, Error> {
        let mut head = self.head.subscribe();
        let grown = head
            .wait_for(|head| *head > after)
            .await
            .map_err(|_| Error::Closed)?;
        Ok(*grown)
    }

    async fn tree_head(&self) -> Result<TreeHead, Error> {
        Ok(self.contents().frontier.tree_head())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::conformance::{self, samples};

    fn log() -> MemoryLog {
        MemoryLog::new(LogId(Uuid::from_u128(1)))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn conforms() {
        conformance::run(|| async { Arc::new(log()) as Arc<dyn EventLog> }).await;
    }

    #[tokio::test]
    async fn a_refused_append_writes_nothing() {
        let (log, stream) = (log(), samples::stream("person-1"));
        log.fail_next(Fault::RefuseBeforeWrite);
        let refused = log
            .append(&stream, Expected::Any, samples::commit(1, 0))
            .await
            .unwrap_err();
        assert!(refused.retry_helps());
        assert!(log.commits().is_empty());
        log.append(
            &stream,
            Expected::Version(Version(0)),
            samples::commit(1, 0),
        )
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn a_lost_acknowledgement_shows_as_a_conflict_on_the_next_try() {
        let (log, stream) = (log(), samples::stream("person-1"));
        log.fail_next(Fault::LoseAcknowledgement);
        let new = Expected::Version(Version(0));
        assert!(
            log.append(&stream, new, samples::commit(2, 0))
                .await
                .unwrap_err()
                .retry_helps()
        );
        assert_eq!(log.commits().len(), 1);
        assert_eq!(
            log.grown_beyond(Position::START).await.unwrap(),
            Position(1)
        );
        let conflict = log
            .append(&stream, new, samples::commit(2, 0))
            .await
            .unwrap_err();
        assert_eq!(
            conflict,
            Error::Conflict {
                stream,
                actual: Version(2)
            }
        );
    }
}
