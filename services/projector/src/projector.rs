//! The projector as the rest of the process holds it: what it is made of, how it is run and asked.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use api::internal::projector_service_server::ProjectorServiceServer;
use casestore::Streams;
use casework::{
    history::History, ids::OrganisationId, meeting::Meeting, organisation::Organisation,
    reading::Readings,
};
use eventlog::EventLog;
use orgviews::SystemReader;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    engine::{self, Ask},
    error::{Error, RebuildError},
    feeds::{Feed, Feeds},
    files::Files,
    level::Level,
    progress::Progress,
    service::Service,
};

/// How many requests for a rebuild wait at most.
const ASKED_MAX: usize = 4;

/// What the projector reads.
pub struct Sources {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// People's streams, for following the log. For the projector alone: nobody else may read through it.
    pub people: Streams<History>,
    /// People's streams again, with a small cache, for rebuilds: so that they leave the other cache as it is.
    pub people_aside: Streams<History>,
    /// The directory's streams. For the projector alone.
    pub organisations: Streams<Organisation>,
    /// The meetings' streams. For the projector alone.
    pub meetings: Streams<Meeting>,
    /// Who read what; none of it is kept in memory.
    pub readings: Streams<Readings>,
}

/// Where the files are, and how often they are checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data folder.
    pub folder: PathBuf,
    /// How often one organisation's file is made anew and compared; never, where there is none.
    pub check_every: Option<Duration>,
    /// How long to wait before a file that could not be repaired is tried again.
    pub repair_after: Duration,
}

impl Settings {
    /// The data folder; one file checked every 10 minutes, repairs tried again after 30 seconds.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let check_every = Some(Duration::from_secs(600));
        Self {
            folder: folder.into(),
            check_every,
            repair_after: Duration::from_secs(30),
        }
    }
}

/// Who is told what has been done, for measuring it.
pub trait Observer: Send + Sync {
    /// Files were written because of these commands: so many, from `begun` until now.
    fn written(&self, commands: &[Uuid], begun: SystemTime, files: usize);
}

/// Of which organisations the files are made here: of all, where nothing else is said.
#[derive(Clone)]
pub struct Kept(Arc<dyn Fn(&OrganisationId) -> bool + Send + Sync>);

impl Kept {
    /// Of those for which this says so, always the same.
    pub fn those(kept: impl Fn(&OrganisationId) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(kept))
    }

    pub(crate) fn has(&self, organisation: &OrganisationId) -> bool {
        (self.0)(organisation)
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::those(|_| true)
    }
}

/// Keeps the organisations' files to what the log says.
pub struct Projector {
    pub(crate) sources: Arc<Sources>,
    pub(crate) settings: Settings,
    pub(crate) progress: watch::Sender<Progress>,
    pub(crate) system: SystemReader,
    pub(crate) files: Arc<Mutex<Files>>,
    pub(crate) feeds: Option<Feeds>,
    pub(crate) level: Level,
    pub(crate) kept: Kept,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    asks: mpsc::Sender<Ask>,
    asked: tokio::sync::Mutex<mpsc::Receiver<Ask>>,
    running: AtomicBool,
}

/// A file was made anew and has taken the old one's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Whose file.
    pub organisation: OrganisationId,
    /// Whether the old one held the same.
    pub equal: bool,
}

impl Projector {
    /// A projector that does nothing before it is run.
    pub fn new(sources: Sources, settings: Settings) -> Self {
        let (asks, asked) = mpsc::channel(ASKED_MAX);
        Self {
            sources: Arc::new(sources),
            files: Arc::new(Mutex::new(Files::new(settings.folder.clone()))),
            system: SystemReader::new(&settings.folder),
            settings,
            feeds: None,
            level: Level::default(),
            kept: Kept::default(),
            observer: None,
            progress: watch::Sender::new(Progress::default()),
            asks,
            asked: tokio::sync::Mutex::new(asked),
            running: AtomicBool::new(false),
        }
    }

    /// It also tells organisations' own systems who changed, by this feed.
    pub fn telling(mut self, feed: Arc<dyn Feed>) -> Self {
        self.feeds = Some(Feeds::new(feed));
        self
    }

    /// It makes the files of these organisations alone. The directory and what falls due are everybody's all the same.
    pub fn keeping(mut self, kept: Kept) -> Self {
        self.kept = kept;
        self
    }

    /// It tells this observer what it has done.
    pub fn seen_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Reads the log from where it stopped and keeps the files up, until the token is cancelled.
    ///
    /// # Errors
    /// Where it cannot start. Once it runs it does not give up: it waits, and says so in the log of the process.
    pub async fn run(self: Arc<Self>, token: CancellationToken) -> Result<(), Error> {
        if self.running.swap(true, Ordering::AcqRel) {
            return Err(Error::Running);
        }
        let telling = token.child_token();
        let feeds = async {
            if let Some(feeds) = &self.feeds {
                feeds.run(&self, &telling).await;
            }
        };
        let engine = async {
            let ended = engine::run(&self, &mut *self.asked.lock().await, &token).await;
            telling.cancel();
            ended
        };
        let (ended, ()) = tokio::join!(engine, feeds);
        self.progress.send_modify(|progress| progress.ready = false);
        self.running.store(false, Ordering::Release);
        ended
    }

    /// The internal service that tells how far the files are. Never offered to callers from outside.
    pub fn service(self: Arc<Self>) -> ProjectorServiceServer<Service> {
        ProjectorServiceServer::new(Service::new(self))
    }

    /// Makes the file of the organisation whose turn it is anew, and compares: the file that grew commit by commit
    /// has to hold the same. Where it does not, that is an alarm; the new file is in use from then on either way.
    /// None where there is no file yet.
    ///
    /// # Errors
    /// [`RebuildError`]; the old file is then still in use.
    pub async fn check_one(&self) -> Result<Option<Rebuilt>, RebuildError> {
        if self.progress.borrow().known.is_empty() {
            return Ok(None);
        }
        let (steps, _) = watch::channel(Default::default());
        self.ask(None, steps)
            .await?
            .await
            .map_err(|_| RebuildError::NotReady)?
            .map(Some)
    }

    /// Asks the engine for a rebuild; of the organisation whose turn it is, where none is named.
    pub(crate) async fn ask(
        &self,
        organisation: Option<OrganisationId>,
        steps: watch::Sender<crate::rebuild::Step>,
    ) -> Result<oneshot::Receiver<Result<Rebuilt, RebuildError>>, RebuildError> {
        if !self.progress.borrow().ready {
            return Err(RebuildError::NotReady);
        }
        let (reply, answer) = oneshot::channel();
        self.asks
            .try_send(Ask {
                organisation,
                steps,
                reply: Some(reply),
            })
            .map_err(|_| RebuildError::NotReady)?;
        Ok(answer)
    }
}
