//! The roles in processes of their own: which of them this process has, whom it calls for the others, what it serves.
//!
//! `cases` and `web` run as often as one likes. `projector` makes the files of a data folder, and `views` answers from them:
//! the two of one folder are a node. Each node has all organisations' files, or its share of them; what it has not it passes
//! on. One that is lost is made anew from the log.

mod balanced;
mod calls;
mod elsewhere;
mod inside;
mod projectors;
mod role;
mod serving;
mod share;

use std::{sync::Arc, time::Duration};

use anyhow::{Context, bail};
use api::{
    Connection, connection,
    internal::{
        projector_service_client::ProjectorServiceClient,
        timekeeping_service_client::TimekeepingServiceClient,
    },
};
use runtime::{
    clock::Clock,
    configuration::Configuration,
    shutdown::{self, Tasks},
};
use timekeeper::Timekeeper;
use tokio_util::sync::CancellationToken;
use tonic::service::{Routes, RoutesBuilder};

pub use calls::calls;
pub use inside::Certificates;
pub use role::{Role, Roles};

use crate::{backend::Backend, metrics::Metrics, parts, system, traces::Traces};
use balanced::{Places, balanced};
use elsewhere::Nodes;
use projector::Kept;
use serving::Serving;
use share::Share;

/// How often what has fallen due is looked for.
const TIMEKEEPER_INTERVAL: Duration = Duration::from_secs(1);

/// A process with some of the roles, and what it serves.
pub struct Node {
    tasks: Tasks,
    backend: Option<Backend>,
    traces: Traces,
    views: Option<Arc<views::Views>>,
    stop: CancellationToken,
    stop_within: Duration,
}

/// What this process offers.
#[derive(Default)]
struct Offers {
    public: Option<RoutesBuilder>,
    internal: Option<RoutesBuilder>,
    projector: Option<Connection>,
    nodes: Option<Nodes>,
}

impl Node {
    /// Opens what its roles need, listens, and starts what runs by itself.
    ///
    /// # Errors
    /// With a message for the operator: a setting that a role needs, a port that cannot be had, servers that do not answer.
    pub async fn start(
        configuration: &Configuration,
        roles: &Roles,
        clock: Arc<dyn Clock>,
        stop: CancellationToken,
    ) -> anyhow::Result<Node> {
        if configuration.nats_servers.is_empty() {
            bail!(
                "roles in processes of their own share a log on NATS: set `nats_servers`, or take `roles` away for all in one"
            );
        }
        system::make_private(&configuration.data_folder)?;
        let traces = Traces::start(configuration)?;
        let metrics = Metrics::new(traces.clone());
        // Pages know the contract alone, and hold no key.
        let backend = if roles.are_web_alone() {
            None
        } else {
            Some(Backend::open(configuration).await?.measured(&metrics))
        };
        let mut node = Node {
            tasks: Tasks::new(stop.clone()),
            backend,
            traces,
            views: None,
            stop,
            stop_within: configuration.stop_within(),
        };
        let mut offers = Offers::default();
        if roles.has(Role::Projector) {
            node.start_projector(configuration, &mut offers).await?;
        }
        if roles.has(Role::Views) {
            node.start_views(configuration, clock.clone(), &mut offers)?;
        }
        if roles.has(Role::Cases) {
            node.start_cases(configuration, clock.clone(), &mut offers)?;
        }
        if roles.has(Role::Timekeeper) {
            node.start_timekeeper(configuration, clock.clone())?;
        }
        let token = node.token();
        let serving = Serving {
            configuration,
            metrics: &metrics,
            tasks: &mut node.tasks,
        };
        serving.start(offers, token, roles, clock).await?;
        Ok(node)
    }

    /// Waits until the process is told to stop, lets it finish what it does, and closes it.
    ///
    /// # Errors
    /// Where a part failed, or did not stop in time; what was acknowledged is durable all the same.
    pub async fn finished(self) -> anyhow::Result<()> {
        self.stop.cancelled().await;
        tracing::info!("stopping");
        if let Some(views) = &self.views {
            views.end_watches();
        }
        let ended = self.tasks.join(self.stop_within).await;
        let traces = self.traces;
        tokio::task::spawn_blocking(move || traces.close())
            .await
            .ok();
        if let Some(backend) = self.backend {
            backend.close().await?;
        }
        tracing::info!("stopped");
        Ok(ended?)
    }

    fn backend(&self) -> anyhow::Result<&Backend> {
        self.backend
            .as_ref()
            .context("this role needs log and keys")
    }

    /// What the processes of one system show each other.
    fn token(&self) -> Option<String> {
        let backend = self.backend.as_ref()?;
        Some(backend.keys.secrets().inside_token().to_string())
    }

    /// The services of other processes that are for these alone.
    fn inside(
        &self,
        configuration: &Configuration,
        key: &str,
        addresses: &str,
    ) -> anyhow::Result<Connection> {
        let tls = inside::client(configuration)?;
        let token = self.token().context("this role needs the keys")?;
        Ok(inside::shown(
            balanced(key, addresses, tls.as_ref())?,
            &token,
        ))
    }

    async fn start_projector(
        &mut self,
        configuration: &Configuration,
        offers: &mut Offers,
    ) -> anyhow::Result<()> {
        let (folder, share) = (&configuration.data_folder, Share::of(configuration)?);
        share::check_files(folder, share)?;
        let kept = share.map_or_else(Kept::default, |share| {
            Kept::those(move |organisation| share.has(organisation))
        });
        let projector =
            parts::projector(self.backend()?, configuration, kept, &self.traces).await?;
        let mut own = Routes::builder();
        own.add_service(projector.clone().service());
        offers.projector = Some(connection::in_process(own.routes()));
        let internal = offers.internal.get_or_insert_default();
        internal.add_service(projector.clone().service());
        let token = self.tasks.token();
        self.tasks.spawn("projector", projector.run(token));
        Ok(())
    }

    fn start_views(
        &mut self,
        configuration: &Configuration,
        clock: Arc<dyn Clock>,
        offers: &mut Offers,
    ) -> anyhow::Result<()> {
        let folder = &configuration.data_folder;
        let to_projector = match &offers.projector {
            Some(own) => own.clone(),
            None => self.inside(
                configuration,
                "projector_inside",
                &configuration.projector_inside,
            )?,
        };
        let share = Share::of(configuration)?;
        share::check_made_for(folder, share)?;
        if let Some(share) = share {
            let places = Places::at(
                "views_at",
                &configuration.views_at,
                inside::client(configuration)?.as_ref(),
            )?;
            share.check_nodes(places.count())?;
            offers.nodes = Some(Nodes { share, places });
        }
        let readings = self.inside(configuration, "cases_inside", &configuration.cases_inside)?;
        let views = parts::views(self.backend()?, folder, to_projector, readings, clock)?;
        views.add_to(offers.public.get_or_insert_default());
        self.views = Some(views);
        Ok(())
    }

    fn start_cases(
        &mut self,
        configuration: &Configuration,
        clock: Arc<dyn Clock>,
        offers: &mut Offers,
    ) -> anyhow::Result<()> {
        let each = addresses("projectors_inside", &configuration.projectors_inside)?;
        let each = each
            .iter()
            .map(|address| self.inside(configuration, "projectors_inside", address));
        let projectors = projectors::of_all(each.collect::<anyhow::Result<_>>()?);
        let cases = parts::cases(self.backend()?, projectors, clock);
        cases::public(&cases, offers.public.get_or_insert_default());
        let internal = offers.internal.get_or_insert_default();
        cases::readings_service(&cases, internal);
        cases::timekeeping_service(&cases, internal);
        Ok(())
    }

    fn start_timekeeper(
        &mut self,
        configuration: &Configuration,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<()> {
        let projector = self.inside(
            configuration,
            "projectors_inside",
            &configuration.projectors_inside,
        )?;
        let cases = self.inside(configuration, "cases_inside", &configuration.cases_inside)?;
        let keeper = Timekeeper::new(
            ProjectorServiceClient::new(projector),
            TimekeepingServiceClient::new(cases),
            clock,
        );
        let token = self.tasks.token();
        let keeper = keeper.run(TIMEKEEPER_INTERVAL, token);
        self.tasks.spawn("timekeeper", async move {
            keeper.await;
            Ok::<(), shutdown::Error>(())
        });
        Ok(())
    }
}

/// The addresses of a setting.
fn addresses<'a>(key: &str, text: &'a str) -> anyhow::Result<Vec<&'a str>> {
    let addresses = text.split(',').map(str::trim);
    let addresses: Vec<_> = addresses.filter(|address| !address.is_empty()).collect();
    if addresses.is_empty() {
        bail!(
            "set `{key}`: the addresses of the processes with that role, such as http://10.0.0.1:7410, with commas between"
        );
    }
    Ok(addresses)
}
