//! The ports of a process: for callers, for the other processes, for browsers, for the operator on this machine.

use std::sync::Arc;

use identity::AuthenticationLayer;
use runtime::{clock::Clock, configuration::Configuration, shutdown::Tasks};
use tokio_stream::wrappers::UnixListenerStream;
use tonic::service::Routes;

use super::{
    Offers, Role, Roles, calls,
    elsewhere::{Elsewhere, Nodes},
    inside,
};
use crate::{
    accounts,
    edge::{self, AddressesLayer, Bounds, CallersLayer, Connections, Spoken, Tls},
    metrics::{CallsLayer, Metrics},
    server::{self, drained, listen, operator_listener},
    system,
};

pub(super) struct Serving<'a> {
    pub(super) configuration: &'a Configuration,
    pub(super) metrics: &'a Metrics,
    pub(super) tasks: &'a mut Tasks,
}

impl Serving<'_> {
    /// Listens where there is something to serve.
    pub(super) async fn start(
        mut self,
        offers: Offers,
        token: Option<String>,
        roles: &Roles,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<()> {
        if let Some(public) = offers.public {
            self.public(public.routes(), offers.nodes, clock.clone())
                .await?;
        }
        let mut operator = None;
        if let (Some(internal), Some(token)) = (offers.internal, token) {
            let routes = internal.routes();
            self.internal(routes.clone(), &token).await?;
            operator = Some(routes);
        }
        if let Some(address) = self.configuration.metrics_listen {
            let router = self.metrics.router(offers.projector);
            server::serve_metrics(self.tasks, address, router).await?;
        }
        if roles.has(Role::Web) {
            let kept = accounts::Kept::open(self.configuration, None).await?;
            let service = kept.service(clock.clone());
            operator = Some(operator.unwrap_or_default().add_service(service));
            self.pages(kept, clock).await?;
        }
        match operator {
            Some(routes) => self.operator(routes),
            None => Ok(()),
        }
    }

    async fn public(
        &mut self,
        routes: Routes,
        nodes: Option<Nodes>,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<()> {
        let listener = listen(self.configuration.listen).await?;
        let address = listener.local_addr()?;
        let sign_in = system::SignIn::of(self.configuration, clock)?;
        system::follow(sign_in.issuer.clone(), self.tasks);
        let authenticator = sign_in.with(None);
        let routes = server::with_health_and_reflection(routes).await?;
        let token = self.tasks.token();
        let bounds = Bounds::of(self.configuration);
        let tls = server::tls(self.configuration, Spoken::Http2, self.tasks)?;
        let serving = server::grpc(bounds)
            .layer(CallsLayer::new(self.metrics.clone()))
            .layer(AddressesLayer::new(bounds))
            .layer(AuthenticationLayer::new(authenticator))
            .layer(CallersLayer::new(bounds))
            .layer(tower::layer::layer_fn(move |inner| Elsewhere {
                nodes: nodes.clone(),
                inner,
            }))
            .add_routes(routes)
            .serve_with_incoming_shutdown(
                Connections::new(listener, tls, bounds).taken_on(token.clone()),
                token.clone().cancelled_owned(),
            );
        let within = self.configuration.stop_within() / 2;
        self.tasks
            .spawn("public port", drained(serving, token, within));
        tracing::info!(listen = %address, "gRPC is served");
        Ok(())
    }

    /// For the other processes.
    async fn internal(&mut self, routes: Routes, token: &str) -> anyhow::Result<()> {
        let address = self.configuration.listen_inside;
        let listener = listen(address).await?;
        let tls = self.inside_tls()?;
        if tls.is_none() && !address.ip().is_loopback() {
            tracing::warn!(
                listen = %address,
                "what the processes of this system tell each other is not encrypted: set `tls_inside_authority_file`, or keep this port to a network of theirs"
            );
        }
        let stop = self.tasks.token();
        let guard = tower::layer::layer_fn({
            let token = token.to_owned();
            move |service| inside::guarded(service, &token)
        });
        let bounds = Bounds::of(self.configuration);
        let serving = server::grpc(bounds)
            .layer(guard)
            .add_routes(routes)
            .serve_with_incoming_shutdown(
                Connections::new(listener, tls, bounds).taken_on(stop.clone()),
                stop.clone().cancelled_owned(),
            );
        let within = self.configuration.stop_within() / 2;
        self.tasks
            .spawn("inside port", drained(serving, stop.clone(), within));
        Ok(())
    }

    /// For the operator of this machine, on a socket.
    fn operator(&mut self, routes: Routes) -> anyhow::Result<()> {
        let stop = self.tasks.token();
        let socket = self.configuration.data_folder.join(server::OPERATOR_SOCKET);
        let serving = tonic::transport::Server::builder()
            .add_routes(routes)
            .serve_with_incoming_shutdown(
                UnixListenerStream::new(operator_listener(&socket)?),
                stop.cancelled_owned(),
            );
        self.tasks.spawn("operator socket", serving);
        Ok(())
    }

    /// For the other processes: both sides show a certificate, where the settings name who signs them.
    fn inside_tls(&mut self) -> anyhow::Result<Option<Tls>> {
        let files = inside::certificates(self.configuration)?;
        let Some(files) = files else { return Ok(None) };
        let authority = Some(files.authority.as_path());
        let tls = Tls::new(&files.certificate, &files.key, authority, Spoken::Http2)?;
        server::follow(&tls, self.tasks);
        Ok(Some(tls))
    }

    async fn pages(&mut self, kept: accounts::Kept, clock: Arc<dyn Clock>) -> anyhow::Result<()> {
        let configuration = self.configuration;
        let listener = listen(configuration.pages_listen).await?;
        let address = listener.local_addr()?;
        let tls = inside::client(configuration)?;
        let both = calls(
            &configuration.cases_at,
            &configuration.views_at,
            tls.as_ref(),
        )?;
        kept.sweep(clock.clone(), self.tasks);
        let issuer = system::SignIn::of(configuration, clock.clone())?.issuer;
        let settings = system::page_settings(configuration, &kept, issuer.as_ref(), clock.clone())?;
        system::follow(issuer, self.tasks);
        let token = self.tasks.token();
        let site = web::Site::new(both, clock, settings, token.clone());
        let tls = server::tls(configuration, Spoken::Http1, self.tasks)?;
        let connections = Connections::new(listener, tls, Bounds::of(configuration));
        let serving = edge::serve_pages(connections, web::router(site), token.clone());
        let within = configuration.stop_within() / 2;
        self.tasks.spawn("pages", drained(serving, token, within));
        tracing::info!(pages = %format!("http://{address}"), "pages are served");
        Ok(())
    }
}
