//! Answers queries from the caller's organisation's file, and from no other.
//!
//! What may be seen was decided when the file was written, and by whom and when it may be read is tested in
//! `orgviews`. Here live the questions: who asks, how fresh the answer has to be, pages, tokens, the wire.

mod about_me;
mod actions;
mod cases;
mod changes;
mod cover;
mod decisions;
mod directory;
mod error;
mod freshness;
mod grpc;
mod handovers;
mod joining;
mod meetings;
mod people;
mod plans;
mod question;
mod readings;
mod records;
mod referrals;
mod reviews;
mod safeguarding;
mod sharing;
mod story;
mod volunteers;
mod work;

use std::{fmt, sync::Arc, time::Duration};

use api::{
    Connection,
    internal::{
        projector_service_client::ProjectorServiceClient,
        readings_service_client::ReadingsServiceClient,
    },
};
use identity::Caller;
use jiff::Timestamp;
use keyring::TokenKey;
use orgviews::{Reader, Readers, SystemReader};
use runtime::clock::Clock;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use api::status::Failure;
pub use error::Error;
use freshness::Freshness;

/// How many queries read files at once.
const READS_AT_ONCE: usize = 64;
/// How long a query waits for its turn.
const TURN_WITHIN: Duration = Duration::from_secs(2);

/// What answers queries. Clones share files, lease and bounds.
#[derive(Clone)]
pub struct Views {
    readers: Readers,
    system: SystemReader,
    tokens: TokenKey,
    log: Uuid,
    freshness: Arc<Freshness>,
    readings: ReadingsServiceClient<Connection>,
    clock: Arc<dyn Clock>,
    turns: Arc<Semaphore>,
    watchers: Arc<Semaphore>,
    watches: CancellationToken,
    /// Whose files these are: places in a feed of changes are of use with them alone.
    files: u64,
}

impl Views {
    /// Answers from these files. Tokens are sealed with `tokens` for the log with the id `log`; the projector is
    /// asked how far the files are, and `readings` records who reads before anything is shown.
    pub fn new(
        readers: Readers,
        system: SystemReader,
        tokens: TokenKey,
        log: Uuid,
        projector: ProjectorServiceClient<Connection>,
        readings: ReadingsServiceClient<Connection>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            readers,
            system,
            tokens,
            log,
            freshness: Arc::new(Freshness::new(projector)),
            readings,
            clock,
            turns: Arc::new(Semaphore::new(READS_AT_ONCE)),
            watchers: Arc::new(Semaphore::new(changes::WATCHERS_AT_MOST)),
            watches: CancellationToken::new(),
            files: 0,
        }
    }

    /// With files that are these, by a number that no others have. Each set of files counts its changes for itself: a place in
    /// another set's feed is refused as too old, and lists are read again.
    pub fn of_files(mut self, files: u64) -> Self {
        self.files = files;
        self
    }

    /// Ends every watch of changes: streams that would otherwise keep a server from stopping.
    pub fn end_watches(&self) {
        self.watches.cancel();
    }

    /// Reads the caller's organisation's file, once it is fresh enough, and makes sure that it still is.
    async fn read<T: Send + 'static>(
        &self,
        caller: &Caller,
        not_before: &str,
        read: impl FnOnce(&Reader, Timestamp) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        match self.not_before(caller, not_before)? {
            Some(position) => self.includes(caller, position).await?,
            None => self.freshness.confirm().await?,
        }
        let (readers, clock, caller) = (self.readers.clone(), self.clock.clone(), caller.clone());
        let found = self
            .off_the_runtime(move || read(&readers.open(&caller)?, clock.now()))
            .await?;
        self.freshness.confirm().await?;
        Ok(found)
    }

    /// Reads the system file, once it includes what it has to.
    async fn read_system<T: Send + 'static>(
        &self,
        caller: &Caller,
        not_before: &str,
        read: impl FnOnce(&orgviews::SystemReader) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        if let Some(position) = self.not_before(caller, not_before)? {
            self.system_includes(position).await?;
        }
        let system = self.system.clone();
        self.off_the_runtime(move || read(&system)).await
    }

    /// Waits until the caller's organisation's file includes the log up to this position.
    async fn includes(&self, caller: &Caller, position: u64) -> Result<(), Error> {
        let pending = self.freshness.applied(position).await?;
        let Some(pending) = pending else {
            return Ok(());
        };
        // Another organisation's file may be stuck without ours being so. One that has no file yet is never named.
        let (readers, opened_for) = (self.readers.clone(), caller.clone());
        let has_file = self
            .off_the_runtime(move || Ok(readers.open(&opened_for)?.has_file()))
            .await?;
        let ours = |code: &String| code == caller.organisation().as_str();
        if pending.is_empty() || pending.iter().any(ours) || !has_file {
            return Err(Failure::ViewBehind.into());
        }
        Ok(())
    }

    /// Waits until the system file includes the log up to this position.
    async fn system_includes(&self, position: u64) -> Result<(), Error> {
        let system = self.system.clone();
        let reached = move || Ok(system.position()? >= position);
        if self.off_the_runtime(reached.clone()).await? {
            return Ok(());
        }
        self.freshness.applied(position).await?;
        if self.off_the_runtime(reached).await? {
            Ok(())
        } else {
            Err(Failure::ViewBehind.into())
        }
    }

    /// Does blocking work in turn, on threads that are made for it.
    async fn off_the_runtime<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let turn = tokio::time::timeout(TURN_WITHIN, self.turns.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(Failure::Busy.into());
        };
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        working.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a query ended early");
            Err(Failure::Internal.into())
        })
    }
}

impl fmt::Debug for Views {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Views")
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}
