//! A log whose appends are timed and traced. Everything else is the log's own.

use std::sync::Arc;

use async_trait::async_trait;
use eventlog::{
    Appended, Commit, Error, EventLog, Expected, LogId, NewCommit, Position, StreamName, TreeHead,
    Version,
};
use tokio::time::Instant;

use super::{Metrics, OutcomeLabel};
use crate::traces;

/// A log whose appends are timed.
pub struct MeasuredLog {
    log: Arc<dyn EventLog>,
    metrics: Metrics,
}

impl MeasuredLog {
    /// This log, timed.
    pub fn new(log: Arc<dyn EventLog>, metrics: Metrics) -> Self {
        Self { log, metrics }
    }
}

#[async_trait]
impl EventLog for MeasuredLog {
    fn id(&self) -> LogId {
        self.log.id()
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error> {
        let (begun, at) = (Instant::now(), traces::now());
        let command = commit
            .records()
            .first()
            .map(|record| record.header.command_id);
        let appended = self.log.append(stream, expected, commit).await;
        let outcome = match &appended {
            Ok(_) => "taken",
            Err(Error::Conflict { .. }) => "conflict",
            Err(Error::Unavailable { .. }) => "unavailable",
            Err(_) => "refused",
        };
        if let Some(command) = command {
            self.metrics.0.traces.appended(command, at, outcome);
        }
        let took = self
            .metrics
            .0
            .appends
            .get_or_create(&OutcomeLabel { outcome });
        took.observe(begun.elapsed().as_secs_f64());
        appended
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        self.log.read_stream(stream, after, limit).await
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        self.log.read_log(after, limit).await
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use eventlog::{conformance::samples, memory::MemoryLog};
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn appends_are_told_by_what_came_of_them() {
        let metrics = Metrics::new(Default::default());
        let log = MemoryLog::new(LogId(Uuid::from_u128(1)));
        let log = MeasuredLog::new(Arc::new(log), metrics.clone());
        let stream = samples::stream("person-1");
        for version in [0, 1, 1, 7] {
            let expected = Expected::Version(Version(version));
            log.append(&stream, expected, samples::commit(1, 0))
                .await
                .ok();
        }
        let text = metrics.text(None).unwrap();
        for told in ["outcome=\"taken\"} 2", "outcome=\"conflict\"} 2"] {
            let line = format!("throughline_append_seconds_count{{{told}");
            assert!(text.contains(&line), "{text}");
        }
    }
}
