//! Files of two organisations, a projector that answers as it is told, and views before them. No assertions.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use api::{
    Connection, connection,
    internal::{
        AwaitAppliedRequest, AwaitAppliedResponse, GetHealthRequest, GetHealthResponse,
        ListDueRequest, ListDueResponse, RebuildOrganisationRequest, RebuildOrganisationResponse,
        RecordReadingRequest, RecordReadingResponse,
        projector_service_client::ProjectorServiceClient,
        projector_service_server::{ProjectorService, ProjectorServiceServer},
        readings_service_client::ReadingsServiceClient,
        readings_service_server::{ReadingsService, ReadingsServiceServer},
    },
};
use casework::{
    Role,
    command::Command,
    disclosure,
    event::By,
    history::History,
    ids::{OrganisationId, PersonId},
    testing::{World, by},
};
use identity::{AuthenticationLayer, DevelopmentCallers, ORGANISATION_KEY, ROLE_KEY, WORKER_KEY};
use jiff::Timestamp;
use keyring::{Keyring, MasterKeys, SqliteKeyring, TokenKey, TokenKind};
use orgviews::{Batch, Change, Readers, SystemReader, Writer};
use runtime::clock::{Clock, ManualClock};
use tempfile::TempDir;
use tokio::sync::{oneshot, watch};
use tokio_stream::Empty;
use tonic::{Request, Response, Status, service::Routes};
use tonic_types::StatusExt;
use tower::Layer;
use uuid::Uuid;
use views::Views;

/// The log whose tokens are taken.
pub const LOG: Uuid = Uuid::from_u128(0x106);

/// What the projector says.
#[derive(Clone, Debug, Default)]
pub struct Says {
    pub mood: Mood,
    /// The position that every file includes.
    pub applied: u64,
    /// The organisations whose files do not include more.
    pub pending: Vec<String>,
}

/// How the projector answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Answers,
    Refuses,
    /// Takes the question, and never answers it.
    Silent,
}

/// A projector that answers as told.
#[derive(Clone)]
struct Projector {
    says: watch::Receiver<Says>,
    /// Each question, as it came in: the position, and for how long it would wait in milliseconds.
    asked: watch::Sender<Vec<(u64, u32)>>,
}

#[tonic::async_trait]
impl ProjectorService for Projector {
    async fn await_applied(
        &self,
        request: Request<AwaitAppliedRequest>,
    ) -> Result<Response<AwaitAppliedResponse>, Status> {
        let AwaitAppliedRequest { position, wait_ms } = request.into_inner();
        self.asked
            .send_modify(|asked| asked.push((position, wait_ms)));
        let mut says = self.says.clone();
        let mood = says.borrow().mood;
        match mood {
            Mood::Answers => {}
            Mood::Refuses => return Err(Status::unavailable("starting")),
            Mood::Silent => std::future::pending().await,
        }
        let wait = Duration::from_millis(wait_ms.into());
        let reached = says.wait_for(|says| says.applied >= position);
        let applied = matches!(tokio::time::timeout(wait, reached).await, Ok(Ok(_)));
        let Says {
            pending,
            applied: head,
            ..
        } = says.borrow().clone();
        let pending = if applied { Vec::new() } else { pending };
        Ok(Response::new(AwaitAppliedResponse {
            applied,
            pending,
            head,
        }))
    }

    async fn list_due(
        &self,
        _: Request<ListDueRequest>,
    ) -> Result<Response<ListDueResponse>, Status> {
        Err(Status::unimplemented("not asked by views"))
    }

    async fn get_health(
        &self,
        _: Request<GetHealthRequest>,
    ) -> Result<Response<GetHealthResponse>, Status> {
        Err(Status::unimplemented("not asked by views"))
    }

    type RebuildOrganisationStream = Empty<Result<RebuildOrganisationResponse, Status>>;

    async fn rebuild_organisation(
        &self,
        _: Request<RebuildOrganisationRequest>,
    ) -> Result<Response<Self::RebuildOrganisationStream>, Status> {
        Err(Status::unimplemented("not asked by views"))
    }
}

/// Keeps what is read, as long as it can.
#[derive(Clone, Default)]
pub struct Kept {
    pub readings: Arc<Mutex<Vec<RecordReadingRequest>>>,
    /// How it fails, where it does.
    pub fails: Arc<Mutex<Option<tonic::Code>>>,
}

#[tonic::async_trait]
impl ReadingsService for Kept {
    async fn record_reading(
        &self,
        request: Request<RecordReadingRequest>,
    ) -> Result<Response<RecordReadingResponse>, Status> {
        if let Some(code) = *self.fails.lock().unwrap() {
            return Err(Status::new(code, "as told"));
        }
        self.readings.lock().unwrap().push(request.into_inner());
        Ok(Response::new(RecordReadingResponse {}))
    }
}

/// A clock that stops whoever asks it, while there is a gate. Views ask it when they read a file.
#[derive(Clone)]
struct GatedClock {
    clock: ManualClock,
    gate: Arc<Mutex<Option<Gate>>>,
}

/// Tells that somebody is there, and lets them go on when it is told to or dropped.
struct Gate {
    reached: oneshot::Sender<()>,
    open: std::sync::mpsc::Receiver<()>,
}

impl Clock for GatedClock {
    fn now(&self) -> Timestamp {
        let gate = self.gate.lock().unwrap().take();
        if let Some(Gate { reached, open }) = gate {
            reached.send(()).ok();
            open.recv().ok();
        }
        self.clock.now()
    }
}

/// A person's stream, whose events are written to the files of the organisations that they touch.
pub struct Told {
    pub person: PersonId,
    pub world: World,
}

/// Everything together.
pub struct Town {
    pub folder: TempDir,
    pub says: watch::Sender<Says>,
    pub asked: watch::Receiver<Vec<(u64, u32)>>,
    pub clock: ManualClock,
    pub tokens: TokenKey,
    pub views: Arc<Views>,
    pub kept: Kept,
    gate: Arc<Mutex<Option<Gate>>>,
    projector: Connection,
    writers: BTreeMap<OrganisationId, Writer>,
    position: u64,
}

impl Town {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKeys::from_text(&MasterKeys::generate_line(1)).unwrap();
        let keys = SqliteKeyring::open(folder.path().join("keys.db"), master, true).unwrap();
        let tokens = keys.secrets().tokens();
        let (says, told) = watch::channel(Says::default());
        let (asked, was_asked) = watch::channel(Vec::new());
        let mut routes = Routes::builder();
        routes.add_service(ProjectorServiceServer::new(Projector { says: told, asked }));
        let projector = connection::in_process(routes.routes());
        let clock = ManualClock::new(World::new().now);
        let gated = GatedClock {
            clock: clock.clone(),
            gate: Arc::default(),
        };
        let kept = Kept::default();
        let views = views(folder.path(), &tokens, LOG, &projector, &kept, &gated);
        Self {
            folder,
            says,
            asked: was_asked,
            clock,
            tokens,
            views,
            kept,
            gate: gated.gate,
            projector,
            writers: BTreeMap::new(),
            position: 0,
        }
    }

    /// The views as callers reach them, behind authentication.
    pub fn connection(&self) -> Connection {
        behind_authentication(self.routes())
    }

    /// Views that say of these files that they are others.
    pub fn connection_of_other_files(&self) -> Connection {
        let views = Arc::new(Views::clone(&self.views).of_files(7));
        let mut routes = Routes::builder();
        views.add_to(&mut routes);
        behind_authentication(routes.routes())
    }

    /// Views of the same files and with the same token key, of another log.
    pub fn connection_of_another_log(&self) -> Connection {
        let log = Uuid::from_u128(0x107);
        let views = views(
            self.folder.path(),
            &self.tokens,
            log,
            &self.projector,
            &self.kept,
            &self.clock,
        );
        let mut routes = Routes::builder();
        views.add_to(&mut routes);
        behind_authentication(routes.routes())
    }

    /// The views with nothing before them.
    pub fn routes(&self) -> Routes {
        let mut routes = Routes::builder();
        self.views.add_to(&mut routes);
        routes.routes()
    }

    /// Carries a command out, and writes what each organisation is shown then; gives the position of that.
    pub fn tell<C: Command<On = History>>(&mut self, told: &mut Told, by: &By, command: &C) -> u64 {
        told.world.when(by, command).unwrap();
        self.position += 1;
        for (organisation, facts) in disclosure::disclose(&told.world.history) {
            let batch = Batch {
                position: self.position,
                people: vec![(told.person, Change::Replace(facts), told.world.now)],
            };
            let open = || Writer::open(self.folder.path(), &organisation).unwrap();
            let writer = self
                .writers
                .entry(organisation.clone())
                .or_insert_with(open);
            writer.apply(&batch).unwrap();
        }
        self.position
    }

    /// Stops the next query while it reads: the first part tells that it is there, the second lets it go on.
    pub fn gate(&self) -> (oneshot::Receiver<()>, std::sync::mpsc::Sender<()>) {
        let (reached, is_there) = oneshot::channel();
        let (go_on, open) = std::sync::mpsc::channel();
        *self.gate.lock().unwrap() = Some(Gate { reached, open });
        (is_there, go_on)
    }

    /// The receipt that a command of this organisation is given for a position.
    pub fn receipt(&self, by: &By, position: u64) -> String {
        self.token(TokenKind::Receipt, LOG, &by.organisation, position)
    }

    /// A token of any kind, log and organisation, that holds a number.
    pub fn token(
        &self,
        kind: TokenKind,
        log: Uuid,
        organisation: &OrganisationId,
        number: u64,
    ) -> String {
        let mut payload = [0; 16];
        payload[..8].copy_from_slice(&number.to_be_bytes());
        self.tokens.seal(kind, log, organisation.as_str(), payload)
    }

    pub fn say(&self, change: impl FnOnce(&mut Says)) {
        self.says.send_modify(change);
    }
}

fn views(
    folder: &Path,
    tokens: &TokenKey,
    log: Uuid,
    projector: &Connection,
    kept: &Kept,
    clock: &(impl Clock + Clone),
) -> Arc<Views> {
    let mut routes = Routes::builder();
    routes.add_service(ReadingsServiceServer::new(kept.clone()));
    Arc::new(Views::new(
        Readers::new(folder),
        SystemReader::new(folder),
        tokens.clone(),
        log,
        ProjectorServiceClient::new(projector.clone()),
        ReadingsServiceClient::new(connection::in_process(routes.routes())),
        Arc::new(clock.clone()),
    ))
}

fn behind_authentication(routes: Routes) -> Connection {
    let callers = DevelopmentCallers::on_loopback("127.0.0.1:0".parse().unwrap()).unwrap();
    let layer = AuthenticationLayer::new(Arc::new(callers));
    connection::boxed(layer.layer(routes.prepare()))
}

impl Told {
    pub fn new(number: u128) -> Self {
        Self {
            person: PersonId(Uuid::from_u128(number)),
            world: World::new(),
        }
    }
}

/// A befriender whom the charity employs.
pub fn befriender() -> By {
    by("LVF-FRIENDS", "kim.ray", Role::VcseWorker)
}

/// The request, from this worker.
pub fn from<T>(by: &By, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let metadata = request.metadata_mut();
    metadata.insert(ORGANISATION_KEY, by.organisation.as_str().parse().unwrap());
    metadata.insert(WORKER_KEY, by.worker.as_str().parse().unwrap());
    metadata.insert(ROLE_KEY, by.role.as_str().parse().unwrap());
    request
}

/// What a refusal says: its stable code, and whether trying again helps.
pub fn why(status: &Status) -> (String, bool) {
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    let retry = info
        .metadata
        .get("retry")
        .is_some_and(|retry| retry == "true");
    (info.reason.clone(), retry)
}

/// The fields that a refusal is about.
pub fn fields(status: &Status) -> Vec<String> {
    let details = status.get_error_details();
    let violations = details
        .bad_request()
        .map(|bad| bad.field_violations.clone());
    let field = |violation: tonic_types::FieldViolation| violation.field;
    violations.into_iter().flatten().map(field).collect()
}
