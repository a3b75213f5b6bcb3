//! Cases with several tasks at work: writers against each other, and readers beside writers.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use super::{read_all, recomputed, samples};
use crate::commit::Commit;
use crate::log::{Error, EventLog, Expected};
use crate::record::Position;
use crate::stream::Version;

const WRITERS: usize = 6;
const COMMITS_EACH: usize = 12;

/// Each writer appends after the version that it last heard of, until it has succeeded often enough.
pub(super) async fn one_writer_wins_each_version(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-contended");
    let writers = (0..WRITERS).map(|_| {
        let (log, stream) = (log.clone(), stream.clone());
        tokio::spawn(async move {
            let (mut known, mut won) = (Version(0), Vec::new());
            while won.len() < COMMITS_EACH {
                match log
                    .append(&stream, Expected::Version(known), samples::commit(1, 0))
                    .await
                {
                    Ok(appended) => {
                        assert_eq!(appended.version, known.plus(1));
                        known = appended.version;
                        won.push(known);
                    }
                    Err(Error::Conflict { actual, .. }) => {
                        assert_ne!(
                            actual, known,
                            "a conflict with the version that was expected"
                        );
                        known = actual;
                    }
                    Err(error) => panic!("neither success nor conflict: {error}"),
                }
            }
            won
        })
    });
    let mut won = HashSet::new();
    for writer in writers.collect::<Vec<_>>() {
        for version in writer.await.expect("a writer") {
            assert!(won.insert(version), "version {version} was won twice");
        }
    }
    let read = log
        .read_stream(&stream, Version(0), 1_000)
        .await
        .expect("reading");
    let versions: Vec<u64> = read.iter().map(|commit| commit.first_version.0).collect();
    assert!(versions.into_iter().eq(1..=(WRITERS * COMMITS_EACH) as u64));
}

pub(super) async fn writers_to_many_streams_all_succeed(log: Arc<dyn EventLog>) {
    for writer in spawn_writers(&log) {
        writer.await.expect("a writer");
    }
    let all = read_all(&*log).await;
    assert_eq!(all.len(), WRITERS * COMMITS_EACH);
    assert_eq!(log.tree_head().await, Ok(recomputed(&all)));
}

pub(super) async fn a_tailing_reader_is_never_overtaken(log: Arc<dyn EventLog>) {
    let reader = tokio::spawn(tail(log.clone(), WRITERS * COMMITS_EACH));
    for writer in spawn_writers(&log) {
        writer.await.expect("a writer");
    }
    let seen = reader.await.expect("the reader");
    assert_eq!(
        seen,
        read_all(&*log).await,
        "what was seen while writing is what is there"
    );
}

pub(super) async fn waiting_for_growth_wakes_and_can_be_dropped(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-growth");
    let short = Duration::from_millis(20);
    assert!(
        tokio::time::timeout(short, log.grown_beyond(Position::START))
            .await
            .is_err(),
        "the log is empty"
    );
    let waiting = tokio::spawn({
        let log = log.clone();
        async move { log.grown_beyond(Position::START).await }
    });
    tokio::time::sleep(short).await;
    let first = log
        .append(&stream, Expected::Any, samples::commit(1, 0))
        .await
        .expect("appending")
        .position;
    assert_eq!(waiting.await.expect("the waiting task"), Ok(first));
    assert_eq!(
        log.grown_beyond(Position::START).await,
        Ok(first),
        "it grew already"
    );
    for _ in 0..3 {
        assert!(
            tokio::time::timeout(short, log.grown_beyond(first))
                .await
                .is_err(),
            "it has not grown since"
        );
    }
    let (grown, appended) = tokio::join!(
        log.grown_beyond(first),
        log.append(&stream, Expected::Any, samples::commit(1, 0))
    );
    assert_eq!(grown, appended.map(|appended| appended.position));
}

/// Writers with a stream each; a commit of each holds 1 to 3 records.
fn spawn_writers(log: &Arc<dyn EventLog>) -> Vec<tokio::task::JoinHandle<()>> {
    let write = |number: usize| {
        let log = log.clone();
        tokio::spawn(async move {
            let stream = samples::stream(&format!("person-{number}"));
            let mut known = Version(0);
            for step in 0..COMMITS_EACH {
                let commit = samples::commit(1 + step % 3, step as i64);
                let appended = log
                    .append(&stream, Expected::Version(known), commit)
                    .await
                    .expect("no conflict");
                known = appended.version;
                if step % 4 == number % 4 {
                    tokio::task::yield_now().await;
                }
            }
        })
    };
    (0..WRITERS).map(write).collect()
}

/// Follows the log from its start until it has seen so many commits.
async fn tail(log: Arc<dyn EventLog>, commits: usize) -> Vec<Commit> {
    let mut seen: Vec<Commit> = Vec::new();
    let mut after = Position::START;
    while seen.len() < commits {
        let head = log.grown_beyond(after).await.expect("waiting");
        assert!(head > after);
        for commit in log.read_log(after, 5).await.expect("reading") {
            assert!(
                commit.position > after,
                "overtaken: {} after {after}",
                commit.position
            );
            after = commit.position;
            seen.push(commit);
        }
    }
    seen
}
