//! A process that appends is killed at any moment: what it was told is durable is there, once.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use eventlog::conformance::samples;
use eventlog::{Commit, EventLog, Expected, NewCommit, Position, Version};
use eventlog_sqlite::{SqliteLog, verify};
use uuid::Uuid;

const ROUNDS: u64 = 20;
const WRITERS: u64 = 6;
/// Makes this executable the process to be killed: the round, a space, and the log's path.
const CHILD: &str = "EVENTLOG_SQLITE_KILL_TEST";

/// An event id, and the position and version that were acknowledged.
type Acknowledged = HashMap<u128, (u64, u64)>;

#[test]
fn every_acknowledged_commit_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let mut acknowledged = Acknowledged::new();
    let mut random = 0x5eed_u64;
    for round in 0..ROUNDS {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let lifetime = Duration::from_micros((random >> 33) % 60_000);
        run_and_kill(&path, round, lifetime, &mut acknowledged);
        verify(&path).unwrap();
        check(&path, &acknowledged);
    }
    assert!(
        acknowledged.len() as u64 > ROUNDS,
        "only {} acknowledgements",
        acknowledged.len()
    );
}

/// The other process. As a test of its own it does nothing.
#[test]
fn child() {
    let Ok(told) = std::env::var(CHILD) else {
        return;
    };
    let (round, path) = told.split_once(' ').unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let round: u64 = round.parse().unwrap();
    runtime.block_on(async {
        let log = Arc::new(SqliteLog::open(Path::new(path)).unwrap());
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(append_for_ever(log.clone(), round, writer)))
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

/// For ever means a bounded number, should nobody kill it.
async fn append_for_ever(log: Arc<SqliteLog>, round: u64, writer: u64) {
    let stream = samples::stream(&format!("person-{writer}"));
    let mut version = Version(0);
    while let Some(last) = log.read_stream(&stream, version, 500).await.unwrap().last() {
        version = last.last_version();
    }
    for number in 0..20_000_u128 {
        let mut record = samples::record(0);
        let event_id = u128::from(round) << 80 | u128::from(writer) << 64 | number;
        record.header.event_id = Uuid::from_u128(event_id);
        let commit = NewCommit::new(vec![record]).unwrap();
        let appended = log
            .append(&stream, Expected::Version(version), commit)
            .await
            .unwrap();
        version = appended.version;
        let line = format!(
            "\nacknowledged {event_id} {} {}\n",
            appended.position, appended.version
        );
        std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
    }
}

fn run_and_kill(path: &Path, round: u64, lifetime: Duration, acknowledged: &mut Acknowledged) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{round} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (begun, has_begun) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let (mut lines, mut line) = (Vec::new(), String::new());
        // A line that the kill cut short has no end, and counts as never said.
        while output.read_line(&mut line).is_ok_and(|bytes| bytes > 0) && line.ends_with('\n') {
            if line.starts_with("acknowledged") {
                let _ = begun.send(());
            }
            lines.push(std::mem::take(&mut line));
        }
        lines
    });
    // Every fourth time it may still be opening the log.
    if round % 4 != 3 {
        has_begun.recv_timeout(Duration::from_secs(10)).unwrap();
    }
    std::thread::sleep(lifetime);
    child.kill().unwrap();
    child.wait().unwrap();
    for line in reader.join().unwrap() {
        if let Some(["acknowledged", event_id, position, version]) = words(&line) {
            let place = (position.parse().unwrap(), version.parse().unwrap());
            assert!(
                acknowledged
                    .insert(event_id.parse().unwrap(), place)
                    .is_none()
            );
        }
    }
}

fn words(line: &str) -> Option<[&str; 4]> {
    line.split_whitespace().collect::<Vec<_>>().try_into().ok()
}

fn check(path: &Path, acknowledged: &Acknowledged) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let commits = runtime.block_on(async {
        let log = SqliteLog::open(path).unwrap();
        let mut commits: Vec<Commit> = Vec::new();
        loop {
            let after = commits
                .last()
                .map_or(Position::START, |commit| commit.position);
            let page = log.read_log(after, 500).await.unwrap();
            if page.is_empty() {
                break;
            }
            commits.extend(page);
        }
        log.close().await.unwrap();
        commits
    });
    let mut found = Acknowledged::new();
    for commit in &commits {
        let event_id = commit.records[0].header.event_id.as_u128();
        let place = (commit.position.0, commit.last_version().0);
        assert!(
            found.insert(event_id, place).is_none(),
            "event {event_id} is there twice"
        );
    }
    for (event_id, place) in acknowledged {
        assert_eq!(
            found.get(event_id),
            Some(place),
            "event {event_id} was acknowledged"
        );
    }
}
