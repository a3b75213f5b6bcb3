//! A log that can be held up, damaged or lost sight of for a while; and records that nobody can read.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use casestore::{
    Stream,
    codec::{self, Stamp},
};
use casework::{event::Event, history::History, ids::PersonId};

use eventlog::{
    Appended, Commit, Corrupt, Error, EventLog, Expected, Header, LogId, NewCommit, NewRecord,
    Position, StreamName, TreeHead, Version, memory::MemoryLog,
};
use keyring::Keyring;
use tokio::sync::Notify;
use uuid::Uuid;

pub struct Faulty {
    log: Arc<MemoryLog>,
    lost: AtomicBool,
    refused: AtomicUsize,
    damaged: Mutex<BTreeSet<Position>>,
    held_up: Mutex<Option<StreamName>>,
    /// The log is not read beyond this.
    until: AtomicU64,
    let_go: Notify,
}

impl Faulty {
    pub fn new(log: Arc<MemoryLog>) -> Self {
        let (lost, refused) = (AtomicBool::new(false), AtomicUsize::new(0));
        Self {
            log,
            lost,
            refused,
            damaged: Mutex::default(),
            held_up: Mutex::default(),
            until: AtomicU64::new(u64::MAX),
            let_go: Notify::new(),
        }
    }

    /// Whether streams cannot be read from now on, though trying again may help.
    pub fn lose(&self, lost: bool) {
        self.lost.store(lost, Ordering::SeqCst);
    }

    /// How many reads were refused.
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    /// From now on, no read that meets this commit succeeds.
    pub fn damage(&self, position: Position) {
        self.damaged.lock().unwrap().insert(position);
    }

    /// The commits, as the backend gives them that checks every hash.
    fn checked(&self, commits: Vec<Commit>) -> Result<Vec<Commit>, Error> {
        let damaged = self.damaged.lock().unwrap();
        match commits.iter().find(|one| damaged.contains(&one.position)) {
            None => Ok(commits),
            Some(commit) => Err(Error::Corrupt(Corrupt {
                position: commit.position,
                stream: commit.stream.as_str().to_owned(),
                reason: "a bit has flipped".to_owned(),
            })),
        }
    }

    /// Whoever reads this stream waits from now on; with none, everybody goes on.
    pub fn hold_up(&self, stream: Option<StreamName>) {
        *self.held_up.lock().unwrap() = stream;
        self.let_go.notify_waiters();
    }

    /// Whoever reads the log beyond this waits from now on, until it is given another end.
    pub fn ends_at(&self, until: u64) {
        self.until.store(until, Ordering::SeqCst);
        self.let_go.notify_waiters();
    }

    /// Waits where the log is held up there, and gives how much of it may be read.
    async fn up_to_end(&self, after: Position) -> u64 {
        loop {
            let let_go = self.let_go.notified();
            let until = self.until.load(Ordering::SeqCst);
            if after.0 < until {
                return until - after.0;
            }
            let_go.await;
        }
    }

    async fn pass(&self, stream: &StreamName) {
        loop {
            let let_go = self.let_go.notified();
            if self.held_up.lock().unwrap().as_ref() != Some(stream) {
                return;
            }
            let_go.await;
        }
    }
}

#[tonic::async_trait]
impl EventLog for Faulty {
    fn id(&self) -> LogId {
        self.log.id()
    }

    async fn append(
        &self,
        stream: &StreamName,
        expected: Expected,
        commit: NewCommit,
    ) -> Result<Appended, Error> {
        self.log.append(stream, expected, commit).await
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        after: Version,
        limit: usize,
    ) -> Result<Vec<Commit>, Error> {
        self.pass(stream).await;
        if self.lost.load(Ordering::SeqCst) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Err(Error::Unavailable {
                reason: "lost sight of".to_owned(),
                retry: true,
            });
        }
        self.checked(self.log.read_stream(stream, after, limit).await?)
    }

    async fn read_log(&self, after: Position, limit: usize) -> Result<Vec<Commit>, Error> {
        let left = usize::try_from(self.up_to_end(after).await).unwrap_or(limit);
        // Short pages, so that there are many of them.
        self.checked(self.log.read_log(after, limit.min(7).min(left)).await?)
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

/// A record of this kind that nobody can open.
pub fn unreadable(kind: &str, recorded_at_ms: i64) -> NewCommit {
    let header = Header {
        event_id: Uuid::from_u128(0xbad),
        kind: kind.to_owned(),
        schema: 1,
        recorded_at_ms,
        organisation: "E82999".to_owned(),
        command_id: Uuid::from_u128(0xbad),
        correlation_id: Uuid::from_u128(0xbad),
        causation_id: Uuid::from_u128(0xbad),
    };
    NewCommit::new(vec![NewRecord {
        header,
        sealed: vec![0; 64].into(),
    }])
    .unwrap()
}

/// The event as a later version of the program would store it: sound, and of a schema that nobody here knows.
pub async fn of_a_later_schema(keys: &dyn Keyring, person: &PersonId, event: &Event) -> NewCommit {
    let stamp = Stamp {
        command_id: Uuid::from_u128(0xbad),
        digest: [0; 32],
    };
    let name = History::name(person);
    let mut record = codec::seal::<History>(keys, person, &name, event, stamp)
        .await
        .unwrap();
    record.header.schema += 1;
    let (plain, associated) = (
        codec::encode(event, stamp),
        record.header.associated_data(&name),
    );
    let key = |name| async { keys.obtain(name).await.unwrap() };
    let seal = |part: u8| [&associated[..], &[part]].concat();
    let marks = key(History::marks_key(person)).await;
    let marks = marks.seal(&seal(1), &plain.marks);
    let words = key(History::words_key(person, &event.by.organisation)).await;
    let words = words.seal(&seal(2), &plain.words.unwrap());
    let length = u32::try_from(marks.len()).unwrap().to_be_bytes();
    record.sealed = [&length[..], &marks, &words].concat().into();
    NewCommit::new(vec![record]).unwrap()
}
