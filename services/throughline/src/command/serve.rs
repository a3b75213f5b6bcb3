//! `throughline serve`: every role in this process, or those that the settings name, until it is told to stop.

use std::sync::Arc;

use runtime::{clock::SystemClock, configuration::Configuration, shutdown, telemetry};

use crate::{server::Server, system::System};

/// Every role.
const ALL: &str = "all";

pub(super) async fn run(
    mut configuration: Configuration,
    roles: Vec<String>,
) -> anyhow::Result<()> {
    if !roles.is_empty() {
        configuration.roles = roles.join(",");
    }
    telemetry::init(&configuration)?;
    let stop = shutdown::on_signals()?;
    if configuration.roles != ALL {
        return apart(&configuration, stop).await;
    }
    let system = System::open(&configuration, Arc::new(SystemClock)).await?;
    let server = Server::start(&configuration, system, stop).await?;
    tracing::info!(listen = %server.address(), pages = %server.pages(), "throughline is up");
    server.finished().await
}

#[cfg(feature = "jetstream")]
async fn apart(
    configuration: &Configuration,
    stop: tokio_util::sync::CancellationToken,
) -> anyhow::Result<()> {
    use crate::apart::{Node, Roles};
    let roles: Roles = configuration.roles.parse()?;
    let node = Node::start(configuration, &roles, Arc::new(SystemClock), stop).await?;
    tracing::info!(roles = %configuration.roles, "throughline is up");
    node.finished().await
}

#[cfg(not(feature = "jetstream"))]
async fn apart(
    configuration: &Configuration,
    _: tokio_util::sync::CancellationToken,
) -> anyhow::Result<()> {
    anyhow::bail!(
        "`roles` is {:?}, and this program was built without NATS, by which roles work together: build it with \
         `--features jetstream`, or take the setting away",
        configuration.roles
    )
}
