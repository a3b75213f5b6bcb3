//! What is known to go wrong with this database's client, each in a test: it recovers within bounds, and spins nothing.
#![allow(clippy::unwrap_used)]

#[path = "support/site.rs"]
mod site;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use eventlog::{Error, EventLog, Expected, Position, StreamName, Version, conformance::samples};
use eventlog_kurrentdb::{KurrentLog, open};
use tokio::time::timeout;

use site::Site;

/// Longer than any recovery may take: appends are tried for 20 s.
const AT_LAST: Duration = Duration::from_secs(20);

async fn append(log: &KurrentLog, stream: &StreamName, version: u64) {
    let expected = Expected::Version(Version(version));
    let appended = timeout(AT_LAST, log.append(stream, expected, samples::commit(1, 0)));
    let appended = appended.await.expect("it recovers").unwrap();
    assert_eq!(appended.version, Version(version + 1));
}

/// How many events a stream holds, each version once.
async fn length(log: &KurrentLog, stream: &StreamName) -> usize {
    let commits = log
        .read_stream(stream, Version::EMPTY, 1_000)
        .await
        .unwrap();
    for (at, commit) in (1..).zip(&commits) {
        assert_eq!(commit.first_version, Version(at));
    }
    commits.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_absent_at_the_start_is_found_when_it_is_there() {
    let mut site = Site::start().await;
    site.facade.kill();
    let absent = timeout(AT_LAST, open(site.options(site.facade.connection())));
    let Err(error) = absent.await.expect("it gives up in time") else {
        panic!("nobody is there");
    };
    assert!(error.retry_helps(), "{error}");
    site.facade.restart().await;
    append(&site.log().await, &samples::stream("person-1"), 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_lost_and_comes_back_is_used_again() {
    let mut site = Site::start().await;
    let log = Arc::new(site.log().await);
    let stream = samples::stream("person-1");
    append(&log, &stream, 0).await;
    site.facade.kill();
    let waiting = tokio::spawn({
        let (log, stream) = (log.clone(), stream.clone());
        async move { append(&log, &stream, 1).await }
    });
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!waiting.is_finished(), "nobody is there");
    site.facade.restart().await;
    waiting.await.unwrap();
    assert_eq!(length(&log, &stream).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_one_node_is_lost_the_next_one_is_asked() {
    let mut site = Site::start().await;
    let other = site.facade.beside().await;
    let both = format!(
        "kurrentdb://{},{}?tls=false",
        site.facade.address(),
        other.address()
    );
    let log = open(site.options(both)).await.unwrap();
    let stream = samples::stream("person-1");
    append(&log, &stream, 0).await;
    site.facade.kill();
    for version in 1..5 {
        append(&log, &stream, version).await;
    }
    // And back again, where that one is lost, too.
    site.facade.restart().await;
    drop(other);
    append(&log, &stream, 5).await;
    assert_eq!(length(&log, &stream).await, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_ends_early_is_not_taken_for_an_empty_stream() {
    let site = Site::start().await;
    let stream = samples::stream("person-1");
    append(&site.log().await, &stream, 0).await;
    // Another process, which has seen nothing yet.
    let log = site.log().await;
    site.facade.faults().empty_reads.store(3, Ordering::Relaxed);
    append(&log, &stream, 1).await;
    site.facade.faults().empty_reads.store(1, Ordering::Relaxed);
    let cut = log.read_stream(&stream, Version::EMPTY, 10).await;
    assert!(
        matches!(cut, Err(Error::Unavailable { retry: true, .. })),
        "{cut:?}"
    );
    assert_eq!(length(&log, &stream).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn growth_by_others_is_heard_of_and_no_subscription_can_spin() {
    let site = Site::start().await;
    let faults = site.facade.faults();
    faults.ends_subscriptions.store(true, Ordering::Relaxed);
    let (log, other) = (Arc::new(site.log().await), site.log().await);
    let waiting = tokio::spawn({
        let log = log.clone();
        async move { log.grown_beyond(Position::START).await }
    });
    append(&other, &samples::stream("person-1"), 0).await;
    let grown = timeout(AT_LAST, waiting).await.unwrap().unwrap();
    assert!(grown.unwrap() > Position::START);
    assert_eq!(faults.subscriptions.load(Ordering::Relaxed), 0);
    // While nothing happens, it is looked for four times a second by each, and no more.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = faults.calls.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let calls = faults.calls.load(Ordering::Relaxed) - before;
    assert!(calls < 100, "{calls} calls");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_refusal_does_not_harm_those_beside_it() {
    let site = Site::start().await;
    let (log, other) = (Arc::new(site.log().await), site.log().await);
    let contended = samples::stream("person-1");
    append(&log, &contended, 0).await;
    let mut writers = Vec::new();
    for number in 0..8 {
        let log = log.clone();
        writers.push(tokio::spawn(async move {
            let stream = samples::stream(&format!("meeting-{number}"));
            for version in 0..25 {
                append(&log, &stream, version).await;
            }
            length(&log, &stream).await
        }));
    }
    // What this process knows of the stream is out of date each time, so that the database itself refuses.
    let mut conflicts = 0;
    for _ in 0..20 {
        let version = length(&other, &contended).await as u64;
        append(&other, &contended, version).await;
        let stale = Expected::Version(Version(version));
        let refused = log.append(&contended, stale, samples::commit(1, 0)).await;
        let actual = Version(version + 1);
        assert!(
            matches!(&refused, Err(Error::Conflict { actual: at, .. }) if *at == actual),
            "{refused:?}"
        );
        conflicts += 1;
    }
    for writer in writers {
        assert_eq!(writer.await.unwrap(), 25);
    }
    assert_eq!(conflicts, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_whose_answer_was_lost_is_found_and_written_once() {
    let site = Site::start().await;
    let log = site.log().await;
    let stream = samples::stream("person-1");
    append(&log, &stream, 0).await;
    for version in 1..6 {
        site.facade
            .faults()
            .lost_answers
            .store(1, Ordering::Relaxed);
        append(&log, &stream, version).await;
        assert_eq!(site.facade.faults().lost_answers.load(Ordering::Relaxed), 0);
    }
    assert_eq!(length(&log, &stream).await, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_server_is_waited_for_within_bounds_and_used_when_it_is_quick_again() {
    let site = Site::start().await;
    let log = Arc::new(site.log().await);
    let stream = samples::stream("person-1");
    append(&log, &stream, 0).await;
    let faults = site.facade.faults();
    faults.delay_ms.store(10_000, Ordering::Relaxed);
    let before = faults.calls.load(Ordering::Relaxed);
    let slow = timeout(AT_LAST, log.head()).await.expect("it is bounded");
    assert!(
        matches!(slow, Err(Error::Unavailable { retry: true, .. })),
        "{slow:?}"
    );
    let waiting = tokio::spawn({
        let (log, stream) = (log.clone(), stream.clone());
        async move { append(&log, &stream, 1).await }
    });
    tokio::time::sleep(Duration::from_secs(4)).await;
    let calls = faults.calls.load(Ordering::Relaxed) - before;
    assert!(calls < 60, "{calls} calls");
    faults.delay_ms.store(0, Ordering::Relaxed);
    waiting.await.unwrap();
    assert_eq!(length(&log, &stream).await, 2);
}
