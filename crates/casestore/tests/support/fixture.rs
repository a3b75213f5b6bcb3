//! A log and keys in memory, and processes over them. No test lives here.

use std::sync::Arc;

use casestore::{Done, Error, Request, Streams};
use casework::{
    command::Command,
    event::By,
    history::History,
    ids::PersonId,
    refusal::Code,
    testing::{accept, gp, link_worker, maureen, referral},
};
use eventlog::memory::MemoryLog;
use eventlog::{Commit, EventLog, LogId, Position};
use jiff::Timestamp;
use keyring::{Keyring, MasterKeys, SqliteKeyring};
use uuid::Uuid;

/// A cache that lets nothing go.
pub const ROOMY: usize = 1_000_000;

/// A log and keys, which every process shares.
pub struct Fixture {
    pub log: Arc<MemoryLog>,
    pub keys: Arc<dyn Keyring>,
}

impl Fixture {
    pub fn new() -> Self {
        Self::with_keys(new_keys())
    }

    pub fn with_keys(keys: Arc<dyn Keyring>) -> Self {
        Self {
            log: Arc::new(MemoryLog::new(LogId(Uuid::from_u128(1)))),
            keys,
        }
    }

    /// A process with a cache of its own.
    pub fn process(&self) -> Streams<History> {
        self.process_with(ROOMY)
    }

    /// A process whose cache holds this weight.
    pub fn process_with(&self, weight_max: usize) -> Streams<History> {
        Streams::new(self.log.clone(), self.keys.clone(), weight_max)
    }

    /// The log's commits, with those of one person first checked to be there.
    pub async fn commits(&self) -> Vec<Commit> {
        self.log
            .read_log(Position::START, usize::MAX)
            .await
            .unwrap()
    }

    /// A process that has opened a person's case and referred them to the charity.
    pub async fn referred(&self) -> Streams<History> {
        let process = self.process();
        execute(&process, &gp(), 1, &maureen()).await.unwrap();
        execute(&process, &gp(), 2, &referral()).await.unwrap();
        process
    }

    /// As [`Fixture::referred`], and the charity has accepted.
    pub async fn involved(&self) -> Streams<History> {
        let process = self.referred().await;
        let accept = accept(&process.read(&person()).await.unwrap().state);
        execute(&process, &link_worker(), 3, &accept).await.unwrap();
        process
    }
}

/// Keys in memory.
pub fn new_keys() -> Arc<dyn Keyring> {
    let master = MasterKeys::from_text(&MasterKeys::generate_line(1)).unwrap();
    Arc::new(SqliteKeyring::in_memory(master).unwrap())
}

/// The person whom most tests are about.
pub fn person() -> PersonId {
    PersonId(Uuid::from_u128(1))
}

/// Sends the command of this number, on the Monday morning.
pub async fn execute<C: Command<On = History>>(
    process: &Streams<History>,
    by: &By,
    number: u8,
    command: &C,
) -> Result<Done, Error> {
    process
        .execute(&person(), &request(by, number), command)
        .await
}

/// The request of this number.
pub fn request(by: &By, number: u8) -> Request {
    let command_id = Uuid::from_u128(u128::from(number) + 0xC0_0000);
    Request {
        by: by.clone(),
        command_id,
        digest: [number; 32],
        now: monday(),
    }
}

/// A Monday morning.
pub fn monday() -> Timestamp {
    "2026-06-08T09:00:00Z".parse().unwrap()
}

/// The code with which a command was refused.
pub fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Code {
    match result {
        Err(Error::Refused(refusal)) => refusal.code,
        other => panic!("expected a refusal, not {other:?}"),
    }
}
