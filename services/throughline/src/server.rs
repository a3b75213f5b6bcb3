//! The public port and the operator's socket, until the system is told to stop.

use std::{
    fs,
    future::{Future, IntoFuture},
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};

use anyhow::{Context, bail};
use runtime::{configuration::Configuration, shutdown::Tasks};
use tokio::net::{TcpListener, UnixListener};
use tokio_stream::wrappers::UnixListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::{
    edge::{self, AddressesLayer, Bounds, CallersLayer, Connections, Spoken, Tls},
    metrics::CallsLayer,
    system::System,
};

/// The operator's socket in the data folder.
pub const OPERATOR_SOCKET: &str = "operator.sock";

/// The most requests at a time on one connection.
const STREAMS_PER_CONNECTION: u32 = 256;
/// The largest head of a request, in bytes.
const HEADER_BYTES_MAX: u32 = 16 * 1024;
/// How many requests may be taken back before they were looked at, and how many be broken off for what is wrong with them.
const RESETS_MAX: usize = 64;
/// How often a silent connection is asked whether it is there, and how long the answer may take.
const KEEPALIVE: Duration = Duration::from_secs(60);
const KEEPALIVE_WITHIN: Duration = Duration::from_secs(20);

/// A system that is being served.
pub struct Server {
    address: SocketAddr,
    pages_address: SocketAddr,
    speaks_tls: bool,
    system: System,
    tasks: Tasks,
    stop: CancellationToken,
    stop_within: Duration,
    socket: PathBuf,
}

impl Server {
    /// Listens, and starts what runs by itself.
    ///
    /// # Errors
    /// Where the port or the socket cannot be had, with what to do about it.
    pub async fn start(
        configuration: &Configuration,
        system: System,
        stop: CancellationToken,
    ) -> anyhow::Result<Server> {
        let listener = listen(configuration.listen).await?;
        let address = listener.local_addr()?;
        let pages = listen(configuration.pages_listen).await?;
        let pages_address = pages.local_addr()?;
        let socket = configuration.data_folder.join(OPERATOR_SOCKET);
        let operator = operator_listener(&socket)?;
        let mut tasks = system.start(stop.clone());

        let site = system.site(configuration, tasks.token())?;
        let public = with_health_and_reflection(system.public()).await?;
        let token = tasks.token();
        let bounds = Bounds::of(configuration);
        let shown = tls(configuration, Spoken::Http2, &mut tasks)?;
        let server = grpc(bounds)
            .layer(CallsLayer::new(system.metrics().clone()))
            .layer(AddressesLayer::new(bounds))
            .layer(system.authentication())
            .layer(CallersLayer::new(bounds))
            .add_routes(public)
            .serve_with_incoming_shutdown(
                Connections::new(listener, shown, bounds).taken_on(token.clone()),
                token.clone().cancelled_owned(),
            );
        let calls_within = configuration.stop_within() / 2;
        tasks.spawn("public port", drained(server, tasks.token(), calls_within));
        let server = tonic::transport::Server::builder()
            .add_routes(system.operator())
            .serve_with_incoming_shutdown(
                UnixListenerStream::new(operator),
                token.cancelled_owned(),
            );
        tasks.spawn("operator socket", server);
        if let Some(address) = configuration.metrics_listen {
            let router = system.metrics().router(Some(system.projector_connection()));
            serve_metrics(&mut tasks, address, router).await?;
        }
        let shown = tls(configuration, Spoken::Http1, &mut tasks)?;
        let pages = Connections::new(pages, shown, bounds);
        let server = edge::serve_pages(pages, web::router(site), tasks.token());
        tasks.spawn("pages", drained(server, tasks.token(), calls_within));
        Ok(Server {
            address,
            pages_address,
            speaks_tls: configuration.tls_certificate_file.is_some(),
            system,
            tasks,
            stop,
            stop_within: configuration.stop_within(),
            socket,
        })
    }

    /// The address that is listened on; the port that was given where port 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address at which the pages are; the port that was given where port 0 was asked for.
    pub fn pages_address(&self) -> SocketAddr {
        self.pages_address
    }

    /// Where the pages are, as a browser on this machine asks for them.
    pub fn pages(&self) -> String {
        let scheme = if self.speaks_tls { "https" } else { "http" };
        format!("{scheme}://{}", self.pages_address)
    }

    /// The system that is being served.
    pub fn system(&self) -> &System {
        &self.system
    }

    /// Waits until the system is told to stop, lets it finish what it does, and closes it.
    ///
    /// # Errors
    /// Where a part failed, or did not stop in time; what was acknowledged is durable all the same.
    pub async fn finished(self) -> anyhow::Result<()> {
        self.stop.cancelled().await;
        tracing::info!("stopping");
        self.system.end_watches();
        let ended = self.tasks.join(self.stop_within).await;
        fs::remove_file(&self.socket).ok();
        self.system.close().await?;
        tracing::info!("stopped");
        Ok(ended?)
    }
}

/// Serves figures until the process stops. Whoever scrapes is not waited for.
pub(crate) async fn serve_metrics(
    tasks: &mut Tasks,
    address: SocketAddr,
    router: axum::Router,
) -> anyhow::Result<()> {
    let listener = listen(address).await?;
    let token = tasks.token();
    let serving = axum::serve(listener, router)
        .with_graceful_shutdown(token.clone().cancelled_owned())
        .into_future();
    tasks.spawn("metrics", drained(serving, token, Duration::from_secs(1)));
    Ok(())
}

/// A gRPC server with its bounds.
pub(crate) fn grpc(bounds: Bounds) -> tonic::transport::Server {
    tonic::transport::Server::builder()
        .max_concurrent_streams(STREAMS_PER_CONNECTION)
        .http2_max_header_list_size(HEADER_BYTES_MAX)
        .http2_max_pending_accept_reset_streams(Some(RESETS_MAX))
        .http2_max_local_error_reset_streams(Some(RESETS_MAX))
        .http2_keepalive_interval(Some(KEEPALIVE))
        .http2_keepalive_timeout(Some(KEEPALIVE_WITHIN))
        .max_connection_age(bounds.connection_age)
        .max_connection_age_grace(bounds.call_within)
}

/// What callers and browsers are shown, where the settings name a certificate. It is read again when it changes.
pub(crate) fn tls(
    configuration: &Configuration,
    spoken: Spoken,
    tasks: &mut Tasks,
) -> anyhow::Result<Option<Tls>> {
    let files = (
        &configuration.tls_certificate_file,
        &configuration.tls_key_file,
    );
    let tls = match files {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => Tls::new(certificate, key, None, spoken)?,
        _ => bail!("`tls_certificate_file` and `tls_key_file` go together: set both, or neither"),
    };
    follow(&tls, tasks);
    Ok(Some(tls))
}

/// Reads a certificate again when it changes.
pub(crate) fn follow(tls: &Tls, tasks: &mut Tasks) {
    let (tls, token) = (tls.clone(), tasks.token());
    tasks.spawn("certificate", async move {
        tls.follow(token).await;
        Ok::<(), runtime::shutdown::Error>(())
    });
}

/// These services, with what tells how they are and what they offer.
pub(crate) async fn with_health_and_reflection(routes: Routes) -> anyhow::Result<Routes> {
    let (health, health_service) = tonic_health::server::health_reporter();
    health
        .set_service_status("", tonic_health::ServingStatus::Serving)
        .await;
    Ok(routes
        .add_service(health_service)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?))
}

/// Serves until the token is cancelled, and lets the calls under way finish. A client that has fallen silent does not
/// hold up the stop: it is cut off, and sends its command again under the same id.
pub(crate) async fn drained<E>(
    serving: impl Future<Output = Result<(), E>>,
    stop: CancellationToken,
    within: Duration,
) -> Result<(), E> {
    let mut serving = pin!(serving);
    tokio::select! {
        ended = &mut serving => return ended,
        () = stop.cancelled() => {}
    }
    tokio::time::timeout(within, serving)
        .await
        .unwrap_or_else(|_| {
            tracing::warn!("clients that did not let go of their connections were cut off");
            Ok(())
        })
}

pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!(
                "{address} is in use by another process; stop it, or choose another address with --listen or --pages-listen"
            )
        }
        Err(error) => Err(error).with_context(|| {
            format!(
                "{address} cannot be listened on; choose another with --listen or --pages-listen"
            )
        }),
    }
}

/// The socket is new at each start: the data folder's lock is ours, so one that is there was left behind.
pub(crate) fn operator_listener(path: &Path) -> anyhow::Result<UnixListener> {
    fs::remove_file(path).ok();
    let listener = UnixListener::bind(path)
        .with_context(|| format!("the operator's socket {} cannot be made", path.display()))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

fn reflection() -> tonic_reflection::server::Builder<'static> {
    let health = tonic_health::pb::FILE_DESCRIPTOR_SET;
    let builder = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(api::DESCRIPTORS)
        // What the details of an error say, for clients that look it up.
        .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET);
    builder.register_encoded_file_descriptor_set(health)
}
