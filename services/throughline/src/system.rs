//! The system put together: log, keys, services, and the connections between them.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, anyhow, bail};
use api::{
    Connection, connection,
    internal::{
        projector_service_client::ProjectorServiceClient,
        readings_service_client::ReadingsServiceClient,
        timekeeping_service_client::TimekeepingServiceClient,
    },
};
use cases::Cases;
use casestore::Streams;
use eventlog::{EventLog, Position};
use eventlog_sqlite::SqliteLog;
use identity::{AuthenticationLayer, Authenticator, DevelopmentCallers, NoCallers};
use keyring::{Keyring, MasterKeys, SqliteKeyring};
use orgviews::{Readers, SystemReader};
use projector::{Projector, Settings, Sources};
use runtime::{
    clock::Clock,
    configuration::{Configuration, Error},
    shutdown::{self, Tasks},
};
use timekeeper::Timekeeper;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use tower::Layer;
use views::Views;
use web::logo::Logo;

/// The log's file in the data folder.
pub const LOG_FILE: &str = "log.db";
/// The keys' file in the data folder.
pub const KEYS_FILE: &str = "keys.db";

/// How much folded history is kept in memory for commands, in facts: some 1 to 2 kB each.
const COMMANDS_WEIGHT_MAX: usize = 250_000;
/// As above, for the projector.
const PROJECTOR_WEIGHT_MAX: usize = 250_000;
/// As above, while a file is rebuilt.
const REBUILD_WEIGHT_MAX: usize = 100_000;
/// As above, for the directory.
const DIRECTORY_WEIGHT_MAX: usize = 100_000;
/// Items of agendas kept in memory.
const MEETINGS_WEIGHT_MAX: usize = 20_000;
/// Readings are not kept in memory.
const READINGS_WEIGHT_MAX: usize = 0;
/// How often what has fallen due is looked for.
const TIMEKEEPER_INTERVAL: Duration = Duration::from_secs(1);

/// Every role, on one data folder.
pub struct System {
    log: Arc<SqliteLog>,
    projector: Arc<Projector>,
    views: Arc<Views>,
    cases: Arc<Cases>,
    clock: Arc<dyn Clock>,
    authenticator: Arc<dyn Authenticator>,
    projector_connection: Connection,
}

impl System {
    /// Opens the data folder, and puts the services together. Nothing runs and nothing is served yet.
    ///
    /// # Errors
    /// With a message for the operator: the folder is in use, the master key is missing, a file is damaged.
    pub async fn open(
        configuration: &Configuration,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<System> {
        let folder = &configuration.data_folder;
        let authenticator = authenticator(configuration)?;
        make_private(folder)?;
        let log = open_log(folder)?;
        let keys = open_keys(configuration, &log).await?;
        let log_id = log.id().0;

        let shared: Arc<dyn EventLog> = log.clone();
        let streams = |weight_max| Streams::new(shared.clone(), keys.clone(), weight_max);
        let sources = Sources {
            log: shared.clone(),
            people: streams(PROJECTOR_WEIGHT_MAX),
            people_aside: streams(REBUILD_WEIGHT_MAX),
            organisations: Streams::new(shared.clone(), keys.clone(), DIRECTORY_WEIGHT_MAX),
            meetings: Streams::new(shared.clone(), keys.clone(), MEETINGS_WEIGHT_MAX),
            readings: Streams::new(shared.clone(), keys.clone(), READINGS_WEIGHT_MAX),
        };
        let projector = Arc::new(Projector::new(sources, Settings::new(folder)));
        let mut internal = Routes::builder();
        internal.add_service(projector.clone().service());
        let projector_connection = connection::in_process(internal.routes());

        let cases = Arc::new(Cases {
            people: Streams::new(shared.clone(), keys.clone(), COMMANDS_WEIGHT_MAX),
            readings: Streams::new(shared.clone(), keys.clone(), READINGS_WEIGHT_MAX),
            remembered: cases::readings::Remembered::default(),
            directory: Streams::new(shared.clone(), keys.clone(), DIRECTORY_WEIGHT_MAX),
            meetings: Streams::new(shared, keys.clone(), MEETINGS_WEIGHT_MAX),
            keys: keys.clone(),
            log: log_id,
            clock: clock.clone(),
            projector: ProjectorServiceClient::new(projector_connection.clone()),
            searches: Default::default(),
        });
        let mut internal = Routes::builder();
        cases::readings_service(&cases, &mut internal);
        let readings = connection::in_process(internal.routes());
        let views = Arc::new(Views::new(
            Readers::new(folder),
            SystemReader::new(folder),
            keys.secrets().tokens(),
            log_id,
            ProjectorServiceClient::new(projector_connection.clone()),
            ReadingsServiceClient::new(readings),
            clock.clone(),
        ));
        Ok(System {
            log,
            projector,
            views,
            cases,
            clock,
            authenticator,
            projector_connection,
        })
    }

    /// What is offered to callers, behind authentication, without a socket between.
    pub fn connection(&self) -> Connection {
        connection::boxed(
            AuthenticationLayer::new(self.authenticator.clone()).layer(self.public().prepare()),
        )
    }

    /// What the pages are made from: they know these services by their connection alone.
    ///
    /// # Errors
    /// Where the deployer's logo cannot be read, or is none.
    pub fn site(
        &self,
        configuration: &Configuration,
        stop: CancellationToken,
    ) -> anyhow::Result<web::Site> {
        let logo = configuration.pages_logo.as_deref().map(logo).transpose()?;
        let settings = web::Settings {
            title: configuration.pages_title.clone(),
            logo,
            safeguarding: configuration.pages_safeguarding.clone(),
            development_callers: configuration.development_callers,
        };
        let clock = self.clock.clone();
        Ok(web::Site::new(self.connection(), clock, settings, stop))
    }

    /// Who is let in.
    pub fn authentication(&self) -> AuthenticationLayer {
        AuthenticationLayer::new(self.authenticator.clone())
    }

    /// The public services. To be put behind [`System::authentication`].
    pub fn public(&self) -> Routes {
        let mut routes = Routes::builder();
        cases::public(&self.cases, &mut routes);
        self.views.add_to(&mut routes);
        routes.routes()
    }

    /// What the operator's commands ask for, over a socket that only the operator can open.
    pub fn operator(&self) -> Routes {
        let mut routes = Routes::builder();
        routes.add_service(self.projector.clone().service());
        routes.routes()
    }

    /// The projector, within this process.
    pub fn projector(&self) -> ProjectorServiceClient<Connection> {
        ProjectorServiceClient::new(self.projector_connection.clone())
    }

    /// A timekeeper of its own, for whoever wants what is due recorded now.
    pub fn timekeeper(&self) -> Timekeeper {
        let mut routes = Routes::builder();
        cases::timekeeping_service(&self.cases, &mut routes);
        let cases = TimekeepingServiceClient::new(connection::in_process(routes.routes()));
        Timekeeper::new(self.projector(), cases, self.clock.clone())
    }

    /// Starts what runs by itself: the projector and the timekeeper.
    pub fn start(&self, stop: CancellationToken) -> Tasks {
        let mut tasks = Tasks::new(stop);
        let token = tasks.token();
        tasks.spawn("projector", self.projector.clone().run(token.clone()));
        let keeper = self.timekeeper().run(TIMEKEEPER_INTERVAL, token);
        tasks.spawn("timekeeper", async move {
            keeper.await;
            Ok::<(), shutdown::Error>(())
        });
        tasks
    }

    /// Ends watches, so that open streams do not hold up a shutdown.
    pub fn end_watches(&self) {
        self.views.end_watches();
    }

    /// Closes the log: what was taken in is written and acknowledged.
    ///
    /// # Errors
    /// Where the log's writer could not finish.
    pub async fn close(self) -> anyhow::Result<()> {
        self.log
            .close()
            .await
            .context("the log could not be closed")
    }
}

fn authenticator(configuration: &Configuration) -> anyhow::Result<Arc<dyn Authenticator>> {
    if configuration.development_callers {
        DevelopmentCallers::on_loopback(configuration.pages_listen)?;
        let callers = DevelopmentCallers::on_loopback(configuration.listen)?;
        Ok(Arc::new(callers))
    } else {
        tracing::warn!("sign-in is not configured: every call will be refused as unauthenticated");
        Ok(Arc::new(NoCallers))
    }
}

/// Makes the data folder where it is missing, for the owner's eyes alone.
fn make_private(folder: &Path) -> anyhow::Result<()> {
    let in_words = || {
        format!(
            "the data folder {} cannot be used; choose another with --data-folder",
            folder.display()
        )
    };
    if !folder.exists() {
        fs::create_dir_all(folder).with_context(in_words)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).with_context(in_words)?;
    }
    Ok(())
}

fn open_log(folder: &Path) -> anyhow::Result<Arc<SqliteLog>> {
    let file = folder.join(LOG_FILE);
    SqliteLog::open(&file).map(Arc::new).map_err(|error| {
        let remedy = if error.retry_helps() {
            "a system of its own needs a folder of its own: --data-folder"
        } else {
            "`throughline log verify` says whether the file is whole; where it is not, keep it as it is and restore \
             the log from its last good copy"
        };
        anyhow!("the log {} cannot be opened: {error}. {remedy}", file.display())
    })
}

/// Makes the keys of a new data folder, whose ids follow from a root that others may know: for invented people alone.
///
/// # Errors
/// Where there are keys already, or they cannot be written.
pub fn make_keys(configuration: &Configuration, root: &[u8; 32]) -> anyhow::Result<()> {
    make_private(&configuration.data_folder)?;
    let master = MasterKeys::from_text(&configuration.master_key_text()?)?;
    let path = configuration.data_folder.join(KEYS_FILE);
    Ok(SqliteKeyring::make_with_root(path, master, root)?)
}

/// What to do where there is no master key.
pub(crate) fn master_key_remedy(log_is_empty: bool) -> &'static str {
    if log_is_empty {
        "For a new system, make one with `throughline master-key > FILE`, keep FILE outside the data folder, and give \
         it with --master-key-file FILE"
    } else {
        "The log is not empty: give the master key that was used before; a new one opens nothing"
    }
}

/// The master key file, where others than its owner may read it.
pub(crate) fn key_file_open_to_others(configuration: &Configuration) -> Option<&Path> {
    let file = configuration.master_key_file.as_deref()?;
    let mode = fs::metadata(file).ok()?.permissions().mode();
    (mode & 0o077 != 0).then_some(file)
}

/// Opens the keys. A log that is not empty is never opened without the master key that sealed it.
async fn open_keys(
    configuration: &Configuration,
    log: &SqliteLog,
) -> anyhow::Result<Arc<dyn Keyring>> {
    let log_is_empty = log.head().await? == Position::START;
    let text = match configuration.master_key_text() {
        Ok(text) => text,
        Err(error @ (Error::NoMasterKey | Error::MasterKeyFile { .. })) => {
            bail!("{error}. {}", master_key_remedy(log_is_empty))
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(file) = key_file_open_to_others(configuration) {
        tracing::warn!(
            file = %file.display(),
            "the master key file can be read by others on this machine; run `chmod 600` on it"
        );
    }
    let master = MasterKeys::from_text(&text)?;
    let path = configuration.data_folder.join(KEYS_FILE);
    let keys =
        SqliteKeyring::open(path, master, log_is_empty).context("the keys cannot be opened")?;
    Ok(Arc::new(keys))
}

fn logo(path: &Path) -> anyhow::Result<Logo> {
    let named = || format!("`pages_logo` {}", path.display());
    let bytes = fs::read(path).with_context(named)?;
    Logo::of(bytes).with_context(named)
}
