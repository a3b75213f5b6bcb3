//! Damage to the file, by chance and by hand: it is found, and never read as if it were nothing.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use eventlog::conformance::samples;
use eventlog::{Commit, Error, EventLog, Expected, Position, Version};
use eventlog_sqlite::verify::Error as Fault;
use eventlog_sqlite::{SqliteLog, verify};
use rusqlite::Connection;
use tempfile::TempDir;

const COMMITS: u64 = 24;

/// A closed log of three streams, in one file, and what it holds.
async fn log_in_a_file() -> (TempDir, PathBuf, Vec<Commit>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let log = SqliteLog::open(&path).unwrap();
    for number in 0..COMMITS {
        let stream = samples::stream(&format!("person-{}", number % 3));
        log.append(
            &stream,
            Expected::Any,
            samples::commit(1 + number as usize % 3, number as i64),
        )
        .await
        .unwrap();
    }
    let commits = log.read_log(Position::START, 100).await.unwrap();
    log.close().await.unwrap();
    (folder, path, commits)
}

async fn read_everything(path: &Path) -> Result<Vec<Commit>, Error> {
    let log = SqliteLog::open(path)?;
    let commits = log.read_log(Position::START, 100).await?;
    for number in 0..3 {
        let stream = samples::stream(&format!("person-{number}"));
        let of_stream = log.read_stream(&stream, Version(0), 100).await?;
        assert!(
            of_stream
                .iter()
                .eq(commits.iter().filter(|commit| commit.stream == stream))
        );
    }
    log.close().await?;
    Ok(commits)
}

fn by_hand(path: &Path, statements: &str) {
    Connection::open(path)
        .unwrap()
        .execute_batch(statements)
        .unwrap();
}

#[tokio::test]
async fn a_flipped_bit_anywhere_is_found_or_changes_nothing() {
    let (folder, path, commits) = log_in_a_file().await;
    let bytes = std::fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.db");
    let (mut found, mut harmless) = (0, 0);
    for (step, index) in (0..bytes.len()).step_by(23).enumerate() {
        let mut flipped = bytes.clone();
        flipped[index] ^= 1 << (step % 8);
        std::fs::write(&damaged, &flipped).unwrap();
        if verify(&damaged).is_err() {
            found += 1;
        } else {
            assert_eq!(
                read_everything(&damaged).await.unwrap(),
                commits,
                "byte {index}"
            );
            harmless += 1;
        }
        std::fs::remove_file(&damaged).unwrap();
    }
    assert!(found > 100, "{found} found, {harmless} harmless");
}

#[tokio::test]
async fn a_flipped_bit_in_a_record_is_named_by_checking_and_by_reading() {
    let (folder, path, commits) = log_in_a_file().await;
    let bytes = std::fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.db");
    for commit in &commits {
        let sealed = &commit.records.last().unwrap().sealed;
        let mut flipped = bytes.clone();
        // Pages keep old copies of rows that have moved: each is flipped.
        for place in
            (0..bytes.len() - sealed.len()).filter(|&place| bytes[place..].starts_with(sealed))
        {
            flipped[place + 3] ^= 4;
        }
        std::fs::write(&damaged, &flipped).unwrap();
        let Err(Fault::Corrupt(corrupt)) = verify(&damaged) else {
            panic!("not found")
        };
        assert_eq!(
            (corrupt.position, corrupt.stream.as_str()),
            (commit.position, commit.stream.as_str())
        );
        let log = SqliteLog::open(&damaged).unwrap();
        assert_eq!(
            log.read_log(Position::START, 100).await,
            Err(Error::Corrupt(corrupt.clone()))
        );
        assert_eq!(
            log.read_stream(&commit.stream, Version(0), 100).await,
            Err(Error::Corrupt(corrupt))
        );
        log.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_log_cut_off_is_found_and_not_written_to() {
    let (_folder, path, _) = log_in_a_file().await;
    by_hand(&path, "DELETE FROM commits WHERE position > 20");
    let Err(Fault::OtherTree {
        last,
        stored,
        computed,
    }) = verify(&path)
    else {
        panic!("not found")
    };
    assert_eq!(last, Position(20));
    assert!(stored.size > computed.size);
    let refused = SqliteLog::open(&path).err().unwrap();
    assert!(
        !refused.retry_helps() && refused.to_string().contains("should end at 24"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_missing_commit_is_named() {
    let (_folder, path, _) = log_in_a_file().await;
    by_hand(&path, "DELETE FROM commits WHERE position = 7");
    let Err(Fault::Corrupt(corrupt)) = verify(&path) else {
        panic!("not found")
    };
    assert_eq!(corrupt.position, Position(8));
    let log = SqliteLog::open(&path).unwrap();
    assert!(matches!(
        log.read_log(Position::START, 100).await,
        Err(Error::Corrupt(_))
    ));
    assert_eq!(log.read_log(Position(7), 100).await.unwrap().len(), 17);
    assert!(matches!(
        log.read_stream(&samples::stream("person-0"), Version(0), 100)
            .await,
        Err(Error::Corrupt(_))
    ));
}

#[tokio::test]
async fn a_commit_rewritten_with_care_gives_another_tree() {
    let (_folder, path, commits) = log_in_a_file().await;
    let old = commits.last().unwrap();
    let offset_ms = old.last_recorded_at_ms() - samples::EPOCH_MS;
    let forged =
        samples::commit(old.records.len(), offset_ms).encode(&old.stream, old.first_version);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute(
            "UPDATE commits SET body = ?1 WHERE position = 24",
            [forged.as_ref()],
        )
        .unwrap();
    drop(connection);
    assert!(matches!(
        verify(&path),
        Err(Fault::OtherTree {
            last: Position(24),
            ..
        })
    ));
}

#[tokio::test]
async fn columns_and_bodies_must_agree() {
    for change in [
        "UPDATE commits SET count = count + 1 WHERE position = 9",
        "UPDATE commits SET last_recorded_at_ms = 0 WHERE position = 9",
        "UPDATE commits SET first_version = first_version + 100 WHERE position = 9",
        "UPDATE commits SET stream = 'person-9' WHERE position = 9",
    ] {
        let (_folder, path, _) = log_in_a_file().await;
        by_hand(&path, change);
        let Err(Fault::Corrupt(corrupt)) = verify(&path) else {
            panic!("not found: {change}")
        };
        assert_eq!(corrupt.position, Position(9));
    }
}

#[tokio::test]
async fn a_commit_beyond_the_end_is_found() {
    let (_folder, path, _) = log_in_a_file().await;
    by_hand(
        &path,
        "INSERT INTO commits SELECT 25, stream, 900, count, last_recorded_at_ms, body FROM commits LIMIT 1",
    );
    assert!(
        matches!(verify(&path), Err(Fault::Corrupt(corrupt)) if corrupt.position == Position(25))
    );
}

#[tokio::test]
async fn a_log_in_use_can_be_checked() {
    let (_folder, path, commits) = log_in_a_file().await;
    let log = SqliteLog::open(&path).unwrap();
    log.append(
        &samples::stream("person-new"),
        Expected::Any,
        samples::commit(2, 0),
    )
    .await
    .unwrap();
    let verified = verify(&path).unwrap();
    assert_eq!(
        (verified.id, verified.commits),
        (log.id(), commits.len() as u64 + 1)
    );
    assert_eq!(Ok(verified.tree_head), log.tree_head().await);
    log.close().await.unwrap();
}
