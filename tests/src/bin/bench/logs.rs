//! What a log promises, by backend, in one run: how fast it takes commits, gives them back, and goes on after a failure.
//! The servers are on this machine, and share its disk and cores.

use std::{path::Path, sync::Arc, time::Duration};

use eventlog::{
    EventLog, Expected, NewCommit, Position, StreamName, Version, conformance::samples,
};
use eventlog_jetstream::testing::Cluster;
use eventlog_sqlite::SqliteLog;
use tokio::time::Instant;

use crate::figures::{Figures, per_second};

/// Sealed bytes of one record: about those of a note of 200 characters.
const SEALED_BYTES: usize = 900;
/// Commits of the case that is read back.
const OF_A_CASE: usize = 50;
/// How many times a server is killed.
const FAILURES: usize = 3;

/// Measures each backend.
pub async fn measure(folder: &Path, each: Duration) -> anyhow::Result<()> {
    println!("\na SQLite file");
    let file = SqliteLog::open(&folder.join("bench-log.db"))?;
    one(Arc::new(file), each).await?;
    for size in [1, 3] {
        println!("\nNATS JetStream, servers: {size}, replicas: {size}, sync_interval: always");
        let mut cluster = Cluster::start(size);
        let log = Arc::new(cluster.log("bench").await);
        one(log.clone(), each).await?;
        if size > 1 {
            failures(&mut cluster, &*log).await?;
        }
    }
    Ok(())
}

async fn one(log: Arc<dyn EventLog>, each: Duration) -> anyhow::Result<()> {
    for submitters in [1, 64] {
        let start = Instant::now();
        let submit = |number: usize| {
            let log = log.clone();
            tokio::spawn(async move { submit(&*log, number, submitters, start + each).await })
        };
        let tasks: Vec<_> = (0..submitters).map(submit).collect();
        let mut figures = Figures::default();
        for task in tasks {
            figures.join(task.await??);
        }
        figures.print_rate(&format!("appends, {submitters} at once"), start.elapsed());
    }
    let case = samples::stream("person-long");
    for version in 0..OF_A_CASE {
        let expected = Expected::Version(Version(version as u64));
        log.append(&case, expected, commit()).await?;
    }
    let mut figures = Figures::default();
    for _ in 0..50 {
        let begun = Instant::now();
        let read = log.read_stream(&case, Version(0), OF_A_CASE).await?;
        anyhow::ensure!(read.len() == OF_A_CASE);
        figures.add(begun.elapsed());
    }
    figures.print(&format!("a case of {OF_A_CASE} commits read"));
    let mut figures = Figures::default();
    for _ in 0..200 {
        let begun = Instant::now();
        log.head().await?;
        figures.add(begun.elapsed());
    }
    figures.print("the log's head");
    let (mut after, mut count, begun) = (Position::START, 0, Instant::now());
    loop {
        let page = log.read_log(after, 256).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        count += page.len();
    }
    let rate = per_second(count, begun.elapsed());
    println!(
        "  {:<28} {rate:>8.0}/s       of {count}",
        "the whole log read"
    );
    Ok(())
}

async fn submit(
    log: &dyn EventLog,
    number: usize,
    of: usize,
    until: Instant,
) -> Result<Figures, eventlog::Error> {
    let stream = samples::stream(&format!("person-{of}-{number}"));
    let (mut figures, mut known) = (Figures::default(), Version(0));
    while Instant::now() < until {
        let begun = Instant::now();
        let expected = Expected::Version(known);
        known = log.append(&stream, expected, commit()).await?.version;
        figures.add(begun.elapsed());
    }
    Ok(figures)
}

/// Kills a server while appends go on one after the other; the longest of them is what it costs.
async fn failures(cluster: &mut Cluster, log: &dyn EventLog) -> anyhow::Result<()> {
    for kills_leader in [true, false] {
        let mut figures = Figures::default();
        for round in 0..FAILURES {
            cluster.settled("bench").await;
            let client = cluster.client().await;
            let leader = cluster.leader(&client, "bench").await.unwrap_or_default();
            let killed = if kills_leader {
                leader
            } else {
                (leader + 1) % cluster.size()
            };
            let stream: StreamName = samples::stream(&format!("person-{kills_leader}-{round}"));
            let mut known = Version(0);
            for number in 0..200 {
                if number == 50 {
                    cluster.kill(killed);
                }
                let begun = Instant::now();
                known = log
                    .append(&stream, Expected::Version(known), commit())
                    .await?
                    .version;
                if number == 50 {
                    figures.add(begun.elapsed());
                }
            }
            cluster.restart(killed);
        }
        let who = if kills_leader {
            "the leader"
        } else {
            "another server"
        };
        figures.print(&format!("the append after {who} was killed"));
    }
    Ok(())
}

fn commit() -> NewCommit {
    NewCommit::new(vec![samples::sized_record(0, SEALED_BYTES)])
        .unwrap_or_else(|_| samples::commit(1, 0))
}
