//! A log on servers of others, on a server that can be told to lag, and to lose answers.
#![allow(clippy::unwrap_used)]

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use bytes::Bytes;
use eventlog::{
    Error, EventLog, Expected, LogId, Position, StreamName, Version,
    conformance::samples,
    remote::{Failure, Grown, Place, RemoteLog, Server, Stored},
};
use uuid::Uuid;

/// Keeps everything in memory.
#[derive(Default)]
struct Fickle {
    messages: Mutex<Vec<Stored>>,
    /// How many appends are taken whose answer is lost.
    lost_answers: AtomicUsize,
    /// How many questions are answered as of before the last few messages.
    stale_answers: AtomicUsize,
}

/// How many messages a server lacks that lags behind.
const LACKS: usize = 3;

fn take(count: &AtomicUsize) -> bool {
    let fewer = |left: usize| left.checked_sub(1);
    count
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, fewer)
        .is_ok()
}

impl Fickle {
    fn seen(&self) -> Vec<Stored> {
        let mut seen = self.messages.lock().unwrap().clone();
        if take(&self.stale_answers) {
            seen.truncate(seen.len().saturating_sub(LACKS));
        }
        seen
    }

    fn of(&self, stream: &StreamName) -> Vec<Stored> {
        let mut seen = self.seen();
        seen.retain(|stored| stored.stream == stream.as_str());
        seen
    }
}

fn behind(mut messages: Vec<Stored>, after: u64, limit: usize) -> Vec<Stored> {
    messages.retain(|stored| stored.place.number > after);
    messages.truncate(limit);
    messages
}

#[async_trait]
impl Server for Fickle {
    const POSITIONS_ARE_DENSE: bool = true;

    async fn put(
        &self,
        stream: &StreamName,
        before: Option<Place>,
        _: [u8; 16],
        body: Bytes,
    ) -> Result<Place, Failure> {
        let mut messages = self.messages.lock().unwrap();
        let last = messages
            .iter()
            .rfind(|stored| stored.stream == stream.as_str());
        if last.map(|last| last.place) != before {
            return Err(Failure::Conflict("another message is the last".into()));
        }
        let number = messages.len() as u64 + 1;
        let place = Place {
            position: Position(number),
            number,
        };
        let stream = stream.to_string();
        messages.push(Stored {
            place,
            stream,
            body,
        });
        match take(&self.lost_answers) {
            true => Err(Failure::Passing("the answer is lost".into())),
            false => Ok(place),
        }
    }

    async fn last_of(&self, stream: &StreamName) -> Result<Option<Stored>, Failure> {
        Ok(self.of(stream).pop())
    }

    async fn next_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
    ) -> Result<Option<Stored>, Failure> {
        Ok(self.some_of(stream, after, 1).await?.pop())
    }

    async fn some_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        let after = after.map_or(0, |after| after.number);
        Ok(behind(self.of(stream), after, limit))
    }

    async fn next(&self, after: Position) -> Result<Option<Stored>, Failure> {
        Ok(self.some(after, 1).await?.pop())
    }

    async fn some(&self, after: Position, limit: usize) -> Result<Vec<Stored>, Failure> {
        Ok(behind(self.seen(), after.0, limit))
    }

    async fn head(&self) -> Result<Position, Failure> {
        Ok(Position(self.seen().len() as u64))
    }

    async fn follow(&self, _: &Grown) {
        std::future::pending().await
    }
}

/// A log with some commits of one stream, which this process has written itself.
async fn written(commits: u64) -> (RemoteLog<Fickle>, StreamName) {
    let id = LogId(Uuid::from_u128(1));
    let log = RemoteLog::new(id, Fickle::default(), Position::START);
    let stream = samples::stream("person-1");
    for version in 0..commits {
        let expected = Expected::Version(Version(version));
        let commit = samples::commit(1, 0);
        log.append(&stream, expected, commit).await.unwrap();
    }
    (log, stream)
}

fn passes<T: std::fmt::Debug>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Unavailable { retry: true, .. }))
}

/// A leader that stood still and goes on does not know yet that it leads no more: what it answers is older than what this
/// process has seen, and no answer.
#[tokio::test]
async fn an_append_whose_answer_was_lost_is_found_though_a_server_lags_that_is_asked() {
    let (log, stream) = written(10).await;
    log.server().lost_answers.store(1, Ordering::SeqCst);
    log.server().stale_answers.store(2, Ordering::SeqCst);
    let expected = Expected::Version(Version(10));
    let appended = log.append(&stream, expected, samples::commit(1, 0)).await;
    assert_eq!(appended.unwrap().version, Version(11));
    assert_eq!(log.server().stale_answers.load(Ordering::SeqCst), 0);
    assert_eq!(log.read_log(Position::START, 99).await.unwrap().len(), 11);
}

#[tokio::test]
async fn a_conflict_names_no_version_that_this_process_knows_to_be_passed() {
    let (log, stream) = written(10).await;
    log.server().stale_answers.store(2, Ordering::SeqCst);
    let expected = Expected::Version(Version(4));
    let refused = log.append(&stream, expected, samples::commit(1, 0)).await;
    let actual = Version(10);
    assert!(
        matches!(&refused, Err(Error::Conflict { actual: at, .. }) if *at == actual),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_stream_and_the_log_never_end_before_what_this_process_has_seen() {
    let (log, stream) = written(10).await;
    log.server().stale_answers.store(1, Ordering::SeqCst);
    let cut = log.read_stream(&stream, Version(9), 10).await;
    assert!(passes(&cut), "{cut:?}");
    let whole = log.read_stream(&stream, Version(9), 10).await.unwrap();
    assert_eq!(whole.len(), 1);
    log.server().stale_answers.store(1, Ordering::SeqCst);
    let cut = log.head().await;
    assert!(passes(&cut), "{cut:?}");
    assert_eq!(log.head().await.unwrap(), Position(10));
}
