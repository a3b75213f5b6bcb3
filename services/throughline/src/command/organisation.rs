//! `throughline org rebuild`: writes one organisation's file anew from the log.

use std::sync::Arc;

use anyhow::{Context, anyhow};
use api::{
    Connection,
    internal::{RebuildOrganisationRequest, projector_service_client::ProjectorServiceClient},
};
use casework::ids::OrganisationId;
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use runtime::{clock::SystemClock, configuration::Configuration};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

use crate::{command::doctor, system::System};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Makes the file anew from the log, in a running system or a stopped one (which needs the master key). The old
    /// file serves until the new one is whole.
    Rebuild {
        /// The organisation's code.
        organisation: String,
    },
}

pub(super) async fn run(configuration: &Configuration, command: Command) -> anyhow::Result<()> {
    let Command::Rebuild { organisation } = command;
    let organisation: OrganisationId = organisation
        .parse()
        .context("give the organisation's code, for example Y01234")?;
    if configuration.nats_servers.is_empty() {
        super::log_file(configuration)?;
    }
    if let Some(projector) = doctor::running(configuration).await {
        return rebuild(projector, &organisation).await;
    }
    let system = System::open(configuration, Arc::new(SystemClock))
        .await
        .context("the system is not running, and its data folder cannot be opened without it")?;
    let stop = CancellationToken::new();
    let tasks = system.start(stop.clone());
    let rebuilt = rebuild(system.projector(), &organisation).await;
    stop.cancel();
    tasks.join(configuration.stop_within()).await?;
    system.close().await?;
    rebuilt
}

async fn rebuild(
    mut projector: ProjectorServiceClient<Connection>,
    organisation: &OrganisationId,
) -> anyhow::Result<()> {
    let request = RebuildOrganisationRequest {
        organisation: organisation.to_string(),
    };
    let failed = |status: Status| in_words(organisation, &status);
    doctor::ready(&mut projector).await.map_err(failed)?;
    let started = projector.rebuild_organisation(request).await;
    let mut progress = started.map_err(failed)?.into_inner();
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} commits, {eta} left") {
        bar.set_style(style);
    }
    while let Some(step) = progress.message().await.map_err(failed)? {
        bar.set_length(step.commits_in_all);
        bar.set_position(step.commits);
        if step.done {
            bar.finish();
            println!(
                "The file of {organisation} was rebuilt from the log's {} commits and is in use.",
                step.commits_in_all
            );
            return Ok(());
        }
    }
    anyhow::bail!(
        "the rebuild ended early; the old file is still in use. Look at the system's log for the reason"
    )
}

fn in_words(organisation: &OrganisationId, status: &Status) -> anyhow::Error {
    match status.code() {
        Code::InvalidArgument | Code::NotFound => anyhow!(
            "there is no file of {organisation}; `throughline doctor` lists the organisations that have one"
        ),
        _ => anyhow!(
            "{organisation} was not rebuilt, and the file that was in use still is: {}",
            status.message()
        ),
    }
}
