//! A log, keys, a data folder, and a projector that can be started, stopped and dropped. No story is told here.

use std::{collections::BTreeSet, path::Path, sync::Arc, time::Duration};

use api::{
    Connection, connection,
    internal::{
        AwaitAppliedRequest, AwaitAppliedResponse, projector_service_client::ProjectorServiceClient,
    },
};
use casestore::{Error, Request, Streams};
use casework::{
    command::Command,
    disclosure::disclose_to,
    event::{By, Event},
    history::History,
    ids::{OrganisationId, PersonId},
    organisation::Organisation,
    reading::{Page, ReadingEvent, Readings},
};
use eventlog::{EventLog, LogId, Position, memory::MemoryLog};
use jiff::Timestamp;
use keyring::{Keyring, MasterKeys, SqliteKeyring};
use orgviews::{Batch, Change, Writer, readings::Reading};
use projector::{Projector, Settings, Sources, feeds::Feed};
use tempfile::TempDir;
use tokio::{
    runtime::{self, Runtime},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;
use tonic::{Status, service::Routes};
use uuid::Uuid;

use crate::{bytes, faults::Faulty};

/// Longer than anything here takes.
pub const LONG_MS: u32 = 10_000;

pub struct Town {
    pub log: Arc<Faulty>,
    /// The same log, for rebuilds alone, so that they can be held up.
    pub log_aside: Arc<Faulty>,
    pub keys: Arc<dyn Keyring>,
    pub data: TempDir,
    pub streams: Streams<History>,
    pub directory: Streams<Organisation>,
    pub readings: Streams<Readings>,
    pub now: Timestamp,
    pub people: Vec<PersonId>,
    pub commands: u128,
}

pub struct Running {
    pub projector: Arc<Projector>,
    pub client: ProjectorServiceClient<Connection>,
    token: CancellationToken,
    task: JoinHandle<Result<(), projector::Error>>,
    /// Its own, so that everything that it has begun can be ended with it.
    own: Own,
}

/// A runtime that does not stand in the way of a test that fails.
struct Own(Option<Runtime>);

pub fn keys() -> Arc<dyn Keyring> {
    let master = MasterKeys::from_text(&MasterKeys::generate_line(1)).unwrap();
    Arc::new(SqliteKeyring::in_memory(master).unwrap())
}

impl Town {
    /// A town with this many people, of whom nothing is known yet.
    pub fn new(people: u128) -> Self {
        let memory = Arc::new(MemoryLog::new(LogId(Uuid::from_u128(1))));
        let (log, keys) = (Arc::new(Faulty::new(memory.clone())), keys());
        Self {
            log_aside: Arc::new(Faulty::new(memory.clone())),
            streams: Streams::new(memory.clone(), keys.clone(), 100_000),
            directory: Streams::new(memory.clone(), keys.clone(), 1_000),
            readings: Streams::new(memory, keys.clone(), 0),
            log,
            keys,
            data: tempfile::tempdir().unwrap(),
            now: "2026-06-08T09:00:00Z".parse().unwrap(),
            people: (1..=people)
                .map(|number| PersonId(Uuid::from_u128(number << 64)))
                .collect(),
            commands: 0,
        }
    }

    /// The same log and keys, with a data folder of its own.
    pub fn beside(&self) -> Self {
        let [log, log_aside] = [&self.log, &self.log_aside].map(Arc::clone);
        let keys = self.keys.clone();
        let (people, none) = (Streams::new(log.clone(), keys.clone(), 100_000), 0);
        Self {
            streams: people,
            directory: Streams::new(log.clone(), keys.clone(), 1_000),
            readings: Streams::new(log.clone(), keys.clone(), none),
            log,
            log_aside,
            keys,
            data: tempfile::tempdir().unwrap(),
            now: self.now,
            people: self.people.clone(),
            commands: 0,
        }
    }

    pub fn path(&self) -> &Path {
        self.data.path()
    }

    pub fn start(&self) -> Running {
        self.start_with(self.keys.clone())
    }

    pub fn start_with(&self, keys: Arc<dyn Keyring>) -> Running {
        Running::of(Arc::new(self.projector(keys)), Own::new())
    }

    /// As [`Town::start`], telling organisations' own systems who changed.
    pub fn start_telling(&self, feed: Arc<dyn Feed>) -> Running {
        let projector = self.projector(self.keys.clone()).telling(feed);
        Running::of(Arc::new(projector), Own::new())
    }

    fn projector(&self, keys: Arc<dyn Keyring>) -> Projector {
        let log: Arc<dyn EventLog> = self.log.clone();
        let sources = Sources {
            people: Streams::new(log.clone(), keys.clone(), 200),
            people_aside: Streams::new(self.log_aside.clone(), keys.clone(), 50),
            organisations: Streams::new(log.clone(), keys.clone(), 50),
            meetings: Streams::new(log.clone(), keys.clone(), 50),
            readings: Streams::new(log.clone(), keys, 0),
            log,
        };
        let mut settings = Settings::new(self.path());
        settings.check_every = None;
        settings.repair_after = Duration::from_millis(20);
        Projector::new(sources, settings)
    }

    /// Carries out a command on a person's stream; the position where it was recorded, and none where it was refused.
    pub async fn person<C: Command<On = History>>(
        &mut self,
        person: PersonId,
        by: &By,
        command: &C,
    ) -> Option<Position> {
        let request = self.request(by);
        match self.streams.execute(&person, &request, command).await {
            Ok(done) => Some(done.position),
            Err(Error::Refused(_)) => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// A worker opens a page about a person; where it was recorded.
    pub async fn opens(&self, person: PersonId, by: &By, page: Page) -> Position {
        let recorded = self.readings.record(person, by, page, self.now).await;
        recorded.unwrap()
    }

    /// What the organisation's workers read about a person, as its file is to hold it.
    async fn read_by(
        &self,
        organisation: &OrganisationId,
        person: PersonId,
    ) -> Vec<(PersonId, Change, Timestamp)> {
        let mut events = self.readings.events(&person).await.unwrap();
        events.retain(|event| event.by.organisation == *organisation);
        let change = |event: Event<ReadingEvent>| {
            let ReadingEvent::PageRead { page, quarter } = event.what;
            let reading = Reading {
                worker: event.by.worker,
                role: event.by.role,
                page,
                quarter,
                at: event.recorded_at,
            };
            (person, Change::Read(event.id, reading), event.recorded_at)
        };
        events.into_iter().map(change).collect()
    }

    /// Carries out a command on an organisation's entry in the directory.
    pub async fn entry<C: Command<On = Organisation>>(
        &mut self,
        organisation: &OrganisationId,
        by: &By,
        command: &C,
    ) {
        let request = self.request(by);
        self.directory
            .execute(organisation, &request, command)
            .await
            .unwrap();
    }

    fn request(&mut self, by: &By) -> Request {
        self.commands += 1;
        Request {
            by: by.clone(),
            command_id: Uuid::from_u128(self.commands),
            digest: [0; 32],
            now: self.now,
        }
    }

    pub async fn head(&self) -> u64 {
        self.log.head().await.unwrap().0
    }

    /// Whether the organisation's file holds exactly what disclosure shows it of everybody, and what it read. Stop the projector before.
    pub async fn assert_equal(&self, organisation: &OrganisationId) {
        let scratch = tempfile::tempdir().unwrap();
        let mut fresh = Writer::open(scratch.path(), organisation).unwrap();
        let mut people = Vec::new();
        for person in &self.people {
            let facts = disclose_to(
                &self.streams.read(person).await.unwrap().state,
                organisation,
            );
            people.push((*person, Change::Replace(facts), self.now));
            people.extend(self.read_by(organisation, *person).await);
        }
        fresh
            .apply(&Batch {
                position: 1,
                people,
            })
            .unwrap();
        let grown = Writer::open(self.path(), organisation).unwrap();
        if grown.digest().unwrap() != fresh.digest().unwrap() {
            assert_eq!(
                grown.dump().unwrap(),
                fresh.dump().unwrap(),
                "{organisation}"
            );
            panic!("{organisation}: the digests differ and the dumps do not");
        }
    }

    /// Every organisation that has a file, by its bytes: it holds what it is shown, and no byte of anything else.
    pub async fn assert_no_byte_too_many(&self, at: &str) {
        for (organisation, shown, held) in self.shown_and_held().await {
            assert_eq!(held, shown, "{organisation} {at}");
        }
    }

    /// The same while files are being made anew: one that has just gone may be looked for in vain.
    pub async fn assert_no_byte_of_anything_hidden(&self, at: &str) {
        for (organisation, shown, held) in self.shown_and_held().await {
            let hidden: Vec<_> = held.difference(&shown).collect();
            assert!(hidden.is_empty(), "{organisation} {at}: {hidden:?}");
        }
    }

    /// For every organisation that has a file: the canaries that it is shown, and those that are in its bytes.
    async fn shown_and_held(&self) -> Vec<(OrganisationId, BTreeSet<String>, BTreeSet<String>)> {
        let mut histories = Vec::new();
        for person in &self.people {
            histories.push(self.streams.read(person).await.unwrap().state.clone());
        }
        let of = |organisation: OrganisationId| {
            let shown = histories
                .iter()
                .flat_map(|history| disclose_to(history, &organisation));
            let text: String = shown
                .map(|disclosed| format!("{:?}", disclosed.fact.content))
                .collect();
            let shown = bytes::canaries_in(text.as_bytes());
            let held = bytes::canaries_of(self.path(), &organisation);
            (organisation, shown, held)
        };
        let organisations = orgviews::organisations(self.path()).unwrap();
        organisations.into_iter().map(of).collect()
    }
}

impl Running {
    fn of(projector: Arc<Projector>, own: Own) -> Self {
        let token = CancellationToken::new();
        let client = ProjectorServiceClient::new(connection::in_process(Routes::new(
            projector.clone().service(),
        )));
        let run = projector.clone().run(token.clone());
        let task = own.0.as_ref().unwrap().spawn(run);
        Running {
            projector,
            client,
            token,
            task,
            own,
        }
    }

    pub async fn applied(
        &self,
        position: u64,
        wait_ms: u32,
    ) -> Result<AwaitAppliedResponse, Status> {
        let request = AwaitAppliedRequest { position, wait_ms };
        Ok(self
            .client
            .clone()
            .await_applied(request)
            .await?
            .into_inner())
    }

    /// Waits until everything that is in the log is in the files.
    pub async fn catch_up(&self, town: &Town) {
        let (head, mut patience) = (town.head().await, Patience::new());
        loop {
            match self.applied(head, LONG_MS).await {
                Ok(answer) => {
                    return assert!(answer.applied, "still to come: {:?}", answer.pending);
                }
                Err(starting) => assert_eq!(starting.code(), tonic::Code::Unavailable),
            }
            assert!(!self.task.is_finished(), "the projector has ended");
            patience.wait().await;
        }
    }

    /// Stops it in order. Nobody has its files open any more.
    pub async fn stop(self) {
        self.token.cancel();
        self.task.await.unwrap().unwrap();
        self.own.end().await;
        // The writers go with the last of those who hold the projector.
        drop(self.client);
        assert!(Arc::into_inner(self.projector).is_some());
    }

    /// Stops it in order, and runs the same one again.
    pub async fn run_again(self) -> Self {
        self.token.cancel();
        self.task.await.unwrap().unwrap();
        Self::of(self.projector, self.own)
    }

    /// Ends it in the middle of whatever it does, together with all that it began: what has been given to a thread
    /// that blocks is done to the end, as a system call would be, and nothing after that.
    pub async fn kill(self) {
        self.task.abort();
        self.own.end().await;
    }

    /// The error with which it ended by itself.
    pub async fn ended(self) -> projector::Error {
        let ended = self.task.await.unwrap().unwrap_err();
        self.own.end().await;
        ended
    }
}

/// Waits a moment at a time, and not for ever.
pub struct Patience(u64);

impl Patience {
    pub fn new() -> Self {
        Self(0)
    }

    pub async fn wait(&mut self) {
        self.0 += 1;
        assert!(self.0 < LONG_MS.into(), "waited in vain");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

impl Own {
    fn new() -> Self {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        Self(Some(runtime.unwrap()))
    }

    /// Waits until none of its threads does anything any more.
    async fn end(mut self) {
        let runtime = self.0.take();
        tokio::task::spawn_blocking(|| drop(runtime)).await.unwrap();
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
