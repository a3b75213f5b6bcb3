//! The system put together: log, keys, services, and the connections between them.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use api::{
    Connection, connection,
    internal::{
        projector_service_client::ProjectorServiceClient,
        timekeeping_service_client::TimekeepingServiceClient,
    },
};
use cases::Cases;
use identity::{
    AuthenticationLayer, Authenticator, DevelopmentCallers, NoCallers, PagesSecret,
    assertions::{AssertedCallers, PublicKey},
    tokens::{BearerCallers, Expected},
};
use projector::{Kept, Projector};
use runtime::{
    clock::Clock,
    configuration::Configuration,
    shutdown::{self, Tasks},
};
use timekeeper::Timekeeper;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use tower::Layer;
use views::Views;
use web::logo::Logo;

use crate::{
    accounts,
    backend::Backend,
    issuer::Issuer,
    metrics::{CallsLayer, Metrics},
    parts,
    traces::Traces,
};

/// How often what has fallen due is looked for.
const TIMEKEEPER_INTERVAL: Duration = Duration::from_secs(1);

/// Every role, on one data folder.
pub struct System {
    backend: Backend,
    metrics: Metrics,
    traces: Traces,
    projector: Arc<Projector>,
    views: Arc<Views>,
    cases: Arc<Cases>,
    clock: Arc<dyn Clock>,
    authenticator: Arc<dyn Authenticator>,
    issuer: Option<Issuer>,
    accounts: accounts::Kept,
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
        let sign_in = SignIn::of(configuration, clock.clone())?;
        let issuer = sign_in.issuer.clone();
        make_private(folder)?;
        let traces = Traces::start(configuration)?;
        let metrics = Metrics::new(traces.clone());
        let backend = Backend::open(configuration).await?.measured(&metrics);
        let secret = PagesSecret::new(backend.keys.secrets().pages_secret().to_vec());
        let accounts = accounts::Kept::open(configuration, secret).await?;
        let authenticator = sign_in.with(Some(accounts.secret.minter().public_key()));
        let projector = parts::projector(&backend, configuration, Kept::default(), &traces).await?;
        let mut internal = Routes::builder();
        internal.add_service(projector.clone().service());
        let projector_connection = connection::in_process(internal.routes());
        let cases = parts::cases(&backend, projector_connection.clone(), clock.clone());
        let mut internal = Routes::builder();
        cases::readings_service(&cases, &mut internal);
        let readings = connection::in_process(internal.routes());
        let to_projector = projector_connection.clone();
        let views = parts::views(&backend, folder, to_projector, readings, clock.clone())?;
        Ok(System {
            backend,
            metrics,
            traces,
            projector,
            views,
            cases,
            clock,
            authenticator,
            issuer,
            accounts,
            projector_connection,
        })
    }

    /// What is offered to callers, behind authentication, without a socket between.
    pub fn connection(&self) -> Connection {
        let authenticated =
            AuthenticationLayer::new(self.authenticator.clone()).layer(self.public().prepare());
        connection::boxed(CallsLayer::new(self.metrics.clone()).layer(authenticated))
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
        let clock = self.clock.clone();
        let issuer = self.issuer.as_ref();
        let settings = page_settings(configuration, &self.accounts, issuer, clock.clone())?;
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
        routes.add_service(self.accounts.service(self.clock.clone()));
        routes.routes()
    }

    /// What the pages keep.
    pub fn accounts(&self) -> &accounts::Kept {
        &self.accounts
    }

    /// To the projector, within this process.
    pub fn projector_connection(&self) -> Connection {
        self.projector_connection.clone()
    }

    /// The projector, within this process.
    pub fn projector(&self) -> ProjectorServiceClient<Connection> {
        ProjectorServiceClient::new(self.projector_connection.clone())
    }

    /// What is measured.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
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
        follow(self.issuer.clone(), &mut tasks);
        self.accounts.sweep(self.clock.clone(), &mut tasks);
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
        let traces = self.traces;
        tokio::task::spawn_blocking(move || traces.close())
            .await
            .ok();
        self.backend.close().await
    }
}

/// How callers are known, and the issuer whose keys are to be followed for it.
pub(crate) struct SignIn {
    otherwise: Arc<dyn Authenticator>,
    pages: Vec<PublicKey>,
    clock: Arc<dyn Clock>,
    pub(crate) issuer: Option<Issuer>,
}

impl SignIn {
    /// As the settings say.
    ///
    /// # Errors
    /// With a message for the operator, where they do not go together.
    pub(crate) fn of(configuration: &Configuration, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let listed = configuration.pages_public_keys.split(',').map(str::trim);
        let listed = listed.filter(|key| !key.is_empty()).map(str::parse);
        let pages: Result<_, _> = listed.collect();
        let (otherwise, issuer) = by_themselves(configuration, clock.clone())?;
        Ok(Self {
            otherwise,
            pages: pages.context("`pages_public_keys`")?,
            clock,
            issuer,
        })
    }

    /// Lets in whom the pages with one of these keys speak for, too.
    pub(crate) fn with(mut self, pages: Option<PublicKey>) -> Arc<dyn Authenticator> {
        self.pages.extend(pages);
        let clock = self.clock;
        Arc::new(AssertedCallers::new(
            self.pages,
            self.otherwise,
            move || clock.now(),
        ))
    }
}

/// How callers are known who do not come through the pages.
fn by_themselves(
    configuration: &Configuration,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Arc<dyn Authenticator>, Option<Issuer>)> {
    let by_issuer = !configuration.sign_in_issuer.is_empty();
    if configuration.development_callers {
        ensure!(
            !by_issuer,
            "`development_callers` believes everybody, and `sign_in_issuer` is set: take one of them away"
        );
        let callers = DevelopmentCallers::on_loopback(configuration.listen)?;
        return Ok((Arc::new(callers), None));
    }
    if !by_issuer {
        tracing::info!(
            "`sign_in_issuer` is not set: nobody calls by gRPC but the pages, for whoever signs in there"
        );
        return Ok((Arc::new(NoCallers), None));
    }
    ensure!(
        !configuration.sign_in_audience.is_empty() || !configuration.sign_in_client_id.is_empty(),
        "set `sign_in_audience`: what the issuer's tokens call this server (`aud`); or `sign_in_client_id`, by which people sign in there at the pages"
    );
    let issuer = Issuer::new(&configuration.sign_in_issuer)?;
    let expected = Expected {
        issuer: configuration.sign_in_issuer.clone(),
        audience: configuration.sign_in_audience.clone(),
        worker_claim: configuration.sign_in_worker_claim.clone(),
        organisation_claim: configuration.sign_in_organisation_claim.clone(),
        role_claim: configuration.sign_in_role_claim.clone(),
    };
    if expected.audience.is_empty() {
        // People sign in there at the pages, and nobody calls by gRPC.
        return Ok((Arc::new(NoCallers), Some(issuer)));
    }
    let callers = BearerCallers::new(expected, issuer.keys.clone(), move || clock.now());
    Ok((Arc::new(callers), Some(issuer)))
}

/// Keeps the issuer's keys up, where there is one.
pub(crate) fn follow(issuer: Option<Issuer>, tasks: &mut Tasks) {
    if let Some(issuer) = issuer {
        let token = tasks.token();
        tasks.spawn("issuer's keys", async move {
            issuer.follow(token).await;
            Ok::<(), shutdown::Error>(())
        });
    }
}

/// Makes the data folder where it is missing, for the owner's eyes alone.
pub(crate) fn make_private(folder: &Path) -> anyhow::Result<()> {
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

/// How the pages are set up.
///
/// # Errors
/// Where the deployer's logo cannot be read, or is none.
pub(crate) fn page_settings(
    configuration: &Configuration,
    kept: &accounts::Kept,
    issuer: Option<&Issuer>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<web::Settings> {
    let elsewhere = match issuer {
        Some(issuer) => issuer.for_pages(configuration, clock)?,
        None => None,
    };
    Ok(web::Settings {
        title: configuration.pages_title.clone(),
        logo: configuration.pages_logo.as_deref().map(logo).transpose()?,
        safeguarding: configuration.pages_safeguarding.clone(),
        secret: kept.secret.clone(),
        records: kept.records.clone(),
        sign_in: web::SignIn {
            accounts: configuration.accounts,
            second_factor: configuration.accounts_second_factor,
            sandbox: configuration.sandbox_password().map(str::to_owned),
        },
        elsewhere: elsewhere.map(|issuer| Arc::new(issuer) as Arc<dyn web::elsewhere::Elsewhere>),
        limits: kept.limits(),
        is_secure: configuration.pages_address.starts_with("https://")
            || configuration.tls_certificate_file.is_some(),
    })
}

fn logo(path: &Path) -> anyhow::Result<Logo> {
    let named = || format!("`pages_logo` {}", path.display());
    let bytes = fs::read(path).with_context(named)?;
    Logo::of(bytes).with_context(named)
}
