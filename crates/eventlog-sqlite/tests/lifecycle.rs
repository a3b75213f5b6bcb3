//! Opening, closing and giving up.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eventlog::conformance::samples;
use eventlog::{Error, EventLog, Expected, LogId, Position, Version};
use eventlog_sqlite::{Options, SqliteLog, verify};
use rusqlite::Connection;
use uuid::Uuid;

#[tokio::test]
async fn a_folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let log = SqliteLog::open(&path).unwrap();
    let refused = SqliteLog::open(&path).err().unwrap();
    assert!(
        refused.retry_helps() && refused.to_string().contains("in use"),
        "{refused}"
    );
    log.close().await.unwrap();
    SqliteLog::open(&path).unwrap().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_writes_what_has_queued_and_leaves_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let log = Arc::new(SqliteLog::open(&path).unwrap());
    let append = |number: usize| {
        let log = log.clone();
        tokio::spawn(async move {
            let stream = samples::stream(&format!("person-{number}"));
            log.append(
                &stream,
                Expected::Version(Version(0)),
                samples::commit(2, 0),
            )
            .await
        })
    };
    let appends: Vec<_> = (0..1_500).map(append).collect();
    log.grown_beyond(Position::START).await.unwrap();
    log.close().await.unwrap();
    let mut acknowledged = 0;
    for append in appends {
        match append.await.unwrap() {
            Ok(_) => acknowledged += 1,
            Err(error) => assert_eq!(error, Error::Closed),
        }
    }
    let copy = folder.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    let verified = verify(&copy).unwrap();
    assert_eq!(
        (verified.commits, verified.records),
        (acknowledged, 2 * acknowledged)
    );
    assert_closed(&log).await;
    log.close().await.unwrap();
}

async fn assert_closed(log: &SqliteLog) {
    let stream = samples::stream("person-late");
    assert_eq!(
        log.append(&stream, Expected::Any, samples::commit(1, 0))
            .await,
        Err(Error::Closed)
    );
    assert_eq!(
        log.read_stream(&stream, Version(0), 1).await,
        Err(Error::Closed)
    );
    assert_eq!(log.read_log(Position::START, 1).await, Err(Error::Closed));
    assert_eq!(
        log.grown_beyond(Position(u64::MAX)).await,
        Err(Error::Closed)
    );
    assert_eq!(log.head().await, Err(Error::Closed));
}

#[tokio::test]
async fn a_commit_that_fails_is_fatal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let (log, reasons) = open_telling(&path);
    log.append(
        &samples::stream("person-a"),
        Expected::Any,
        samples::commit(1, 0),
    )
    .await
    .unwrap();
    log.close().await.unwrap();
    // A deferred constraint fails at COMMIT, and at no statement before it.
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);
             CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER orphan AFTER INSERT ON commits BEGIN INSERT INTO child VALUES (1); END;",
        )
        .unwrap();
    let (log, reasons_after) = open_telling(&path);
    assert_eq!(
        log.id(),
        LogId(Uuid::from_u128(7)),
        "the id that it was created with"
    );
    let failed = log
        .append(
            &samples::stream("person-a"),
            Expected::Any,
            samples::commit(1, 0),
        )
        .await;
    assert!(failed.as_ref().is_err_and(Error::retry_helps), "{failed:?}");
    assert!(log.close().await.is_err());
    assert_eq!(
        (
            reasons.lock().unwrap().len(),
            reasons_after.lock().unwrap().len()
        ),
        (0, 1)
    );
    assert_eq!(verify(&path).unwrap().commits, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_cannot_be_written_does_not_harm_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    SqliteLog::open(&path).unwrap().close().await.unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON commits WHEN NEW.stream = 'person-7'
             BEGIN SELECT RAISE(ABORT, 'refused for the test'); END",
        )
        .unwrap();
    let log = Arc::new(SqliteLog::open(&path).unwrap());
    let append = |number: usize| {
        let log = log.clone();
        tokio::spawn(async move {
            let stream = samples::stream(&format!("person-{}", number % 20));
            (
                number,
                log.append(&stream, Expected::Any, samples::commit(1, 0))
                    .await,
            )
        })
    };
    for append in (0..200).map(append).collect::<Vec<_>>() {
        let (number, answer) = append.await.unwrap();
        assert_eq!(answer.is_ok(), number % 20 != 7, "{answer:?}");
    }
    log.close().await.unwrap();
    assert_eq!(verify(&path).unwrap().commits, 190);
}

fn open_telling(path: &Path) -> (SqliteLog, Arc<Mutex<Vec<String>>>) {
    let reasons = Arc::new(Mutex::new(Vec::new()));
    let told = reasons.clone();
    let on_fatal = Arc::new(move |reason: &str| told.lock().unwrap().push(reason.to_owned()));
    let log = SqliteLog::open_with(
        path,
        Options {
            id_if_new: LogId(Uuid::from_u128(7)),
            on_fatal,
        },
    );
    (log.unwrap(), reasons)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_write_ahead_log_stays_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let log = SqliteLog::open(&path).unwrap();
    let stream = samples::stream("readings-large");
    for _ in 0..100 {
        let records = vec![samples::sized_record(0, 500_000)];
        let commit = eventlog::NewCommit::new(records).unwrap();
        log.append(&stream, Expected::Any, commit).await.unwrap();
    }
    let ahead_bytes = std::fs::metadata(folder.path().join("log.db-wal"))
        .unwrap()
        .len();
    assert!(ahead_bytes < 24 * 1024 * 1024, "{ahead_bytes}");
    let page = log.read_log(Position::START, 1_000).await.unwrap();
    assert!(
        (10..30).contains(&page.len()),
        "a page is bounded in bytes: {}",
        page.len()
    );
    tokio::time::timeout(Duration::from_secs(30), log.close())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(verify(&path).unwrap().commits, 100);
}
