//! Three servers under load while one of them is killed, stalls, loses its disk, or all are killed: what was
//! acknowledged is there once, where it was said to be, and no reader was overtaken.
//!
//! `THROUGHLINE_ROUNDS` says how often each happens; three times where nothing is said.
#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use eventlog::{
    Commit, Error, EventLog, Expected, Position, StreamName, Version, conformance::samples,
};
use eventlog_jetstream::{JetStreamLog, testing::Cluster};
use uuid::Uuid;

const WRITERS: usize = 6;
/// What is written beside a fault goes on for so long before and after it.
const CALM: Duration = Duration::from_millis(700);

fn rounds() -> usize {
    let named = std::env::var("THROUGHLINE_ROUNDS").ok();
    named.and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

/// What was acknowledged: where, and by which first event.
type Acknowledged = Arc<Mutex<Vec<(Position, StreamName, Version, Uuid)>>>;

/// Writers at work, and a reader who follows.
struct Load {
    stop: Arc<AtomicBool>,
    acknowledged: Acknowledged,
    writers: Vec<tokio::task::JoinHandle<()>>,
    reader: tokio::task::JoinHandle<Vec<Commit>>,
}

impl Load {
    fn begin(log: &Arc<JetStreamLog>) -> Load {
        let stop = Arc::new(AtomicBool::new(false));
        let acknowledged = Acknowledged::default();
        let write = |number: usize| {
            let (log, stop) = (log.clone(), stop.clone());
            let acknowledged = acknowledged.clone();
            tokio::spawn(async move { write(&log, number, &stop, &acknowledged).await })
        };
        Load {
            writers: (0..WRITERS).map(write).collect(),
            reader: tokio::spawn(follow(log.clone(), stop.clone())),
            acknowledged,
            stop,
        }
    }

    /// Ends it, and checks everything that was acknowledged.
    async fn check(self, log: &JetStreamLog) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        for writer in self.writers {
            writer.await.unwrap();
        }
        let followed = self.reader.await.unwrap();
        let all = everything(log).await;
        let mut once = HashSet::new();
        let mut ends: BTreeMap<StreamName, Version> = BTreeMap::new();
        for commit in &all {
            let end = ends.entry(commit.stream.clone()).or_default();
            assert_eq!(commit.first_version, end.plus(1), "{}", commit.stream);
            *end = commit.last_version();
            for record in &commit.records {
                assert!(
                    once.insert(record.header.event_id),
                    "an event is there twice"
                );
            }
        }
        let by_position: HashMap<Position, &Commit> =
            all.iter().map(|commit| (commit.position, commit)).collect();
        let acknowledged = self.acknowledged.lock().unwrap();
        for (position, stream, version, event) in acknowledged.iter() {
            let commit = by_position
                .get(position)
                .expect("what was acknowledged is there");
            assert_eq!(&commit.stream, stream);
            assert_eq!(commit.last_version(), *version);
            assert_eq!(commit.records[0].header.event_id, *event);
        }
        assert!(
            followed
                .iter()
                .eq(&all[all.len() - followed.len().min(all.len())..][..followed.len()])
                || all
                    .windows(followed.len().max(1))
                    .any(|part| part == followed),
            "the reader was overtaken"
        );
        acknowledged.len()
    }
}

/// Writes to a stream of its own and to one that all share, until it is told to stop.
async fn write(log: &JetStreamLog, number: usize, stop: &AtomicBool, acknowledged: &Acknowledged) {
    let own = samples::stream(&format!("person-{number}-{}", Uuid::from_u128(unique())));
    let shared = samples::stream("readings-shared");
    let mut known = Version(0);
    while !stop.load(Ordering::Relaxed) {
        let commit = samples::commit(2, 0);
        let event = commit.records()[0].header.event_id;
        loop {
            match log
                .append(&own, Expected::Version(known), commit.clone())
                .await
            {
                Ok(appended) => {
                    known = appended.version;
                    let said = (appended.position, own.clone(), known, event);
                    acknowledged.lock().unwrap().push(said);
                    break;
                }
                Err(error) if error.retry_helps() => {}
                // Nobody else writes here: an earlier try of this very commit was taken.
                Err(Error::Conflict { actual, .. }) => {
                    let found = log.read_stream(&own, known, 10).await.unwrap();
                    assert_eq!(
                        found[0].records[0].header.event_id, event,
                        "a conflict with nobody"
                    );
                    known = actual;
                    break;
                }
                Err(error) => panic!("{error}"),
            }
        }
        // A reading is written where whoever asks would ask again.
        let commit = samples::commit(1, 0);
        let event = commit.records()[0].header.event_id;
        if let Ok(appended) = log.append(&shared, Expected::Any, commit).await {
            let said = (appended.position, shared.clone(), appended.version, event);
            acknowledged.lock().unwrap().push(said);
        }
    }
}

fn unique() -> u128 {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    u128::from(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Follows the log from where it is now, as a projector does.
async fn follow(log: Arc<JetStreamLog>, stop: Arc<AtomicBool>) -> Vec<Commit> {
    let mut after = loop {
        if let Ok(head) = log.head().await {
            break head;
        }
    };
    let mut seen: Vec<Commit> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let grown = tokio::time::timeout(Duration::from_millis(200), log.grown_beyond(after)).await;
        if grown.is_err() {
            continue;
        }
        match log.read_log(after, 50).await {
            Ok(page) => {
                for commit in page {
                    assert!(commit.position > after);
                    after = commit.position;
                    seen.push(commit);
                }
            }
            Err(error) => assert!(error.retry_helps(), "{error}"),
        }
    }
    seen
}

/// The whole log, however long it takes until a leader is there.
async fn everything(log: &JetStreamLog) -> Vec<Commit> {
    let mut all: Vec<Commit> = Vec::new();
    loop {
        let after = all.last().map_or(Position::START, |commit| commit.position);
        match log.read_log(after, 200).await {
            Ok(page) if page.is_empty() => return all,
            Ok(page) => all.extend(page),
            Err(error) => {
                assert!(error.retry_helps(), "{error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Lets something go wrong under load, and checks; as often as there are rounds.
async fn under_load<Fault>(fault: Fault)
where
    Fault: AsyncFn(&mut Cluster, &JetStreamLog),
{
    let mut cluster = Cluster::start(3);
    let log = Arc::new(cluster.log("log").await);
    for round in 0..rounds() {
        cluster.settled("log").await;
        let load = Load::begin(&log);
        tokio::time::sleep(CALM).await;
        fault(&mut cluster, &log).await;
        // It goes on: somebody is acknowledged something after the fault.
        let before = load.acknowledged.lock().unwrap().len();
        let goes_on = async {
            while load.acknowledged.lock().unwrap().len() < before + 20 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(40), goes_on)
            .await
            .expect("it goes on after the fault");
        tokio::time::sleep(CALM).await;
        let acknowledged = load.check(&log).await;
        println!("round {round}: {acknowledged} acknowledged");
    }
}

async fn leader(cluster: &Cluster) -> usize {
    let client = cluster.client().await;
    loop {
        if let Some(leader) = cluster.leader(&client, "log").await {
            return leader;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_is_killed() {
    under_load(async |cluster, _| {
        let leader = leader(cluster).await;
        cluster.kill(leader);
        tokio::time::sleep(CALM).await;
        cluster.restart(leader);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_stalls_and_goes_on() {
    under_load(async |cluster, _| {
        let leader = leader(cluster).await;
        cluster.pause(leader);
        tokio::time::sleep(Duration::from_secs(7)).await;
        cluster.resume(leader);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_are_killed_and_started_again() {
    under_load(async |cluster, _| {
        for node in 0..cluster.size() {
            cluster.kill(node);
        }
        for node in 0..cluster.size() {
            cluster.restart(node);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_loses_its_disk() {
    under_load(async |cluster, _| {
        let leader = leader(cluster).await;
        cluster.kill(leader);
        cluster.wipe(leader);
        cluster.restart(leader);
    })
    .await;
}
