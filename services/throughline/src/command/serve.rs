//! `throughline serve`: every role in this process, until it is told to stop.

use std::sync::Arc;

use runtime::{clock::SystemClock, configuration::Configuration, shutdown, telemetry};

use crate::{server::Server, system::System};

pub(super) async fn run(configuration: Configuration) -> anyhow::Result<()> {
    telemetry::init(&configuration)?;
    let stop = shutdown::on_signals()?;
    let system = System::open(&configuration, Arc::new(SystemClock)).await?;
    let server = Server::start(&configuration, system, stop).await?;
    tracing::info!(listen = %server.address(), pages = %format!("http://{}", server.pages_address()), "throughline is up");
    server.finished().await
}
