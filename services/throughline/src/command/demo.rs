//! `throughline demo`: tells a synthetic story in a data folder of its own, and leaves the server up.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, bail};
use clap::Args;
use keyring::MasterKeys;
use runtime::{configuration::Configuration, shutdown, telemetry};

use crate::{
    command::doctor,
    demo::{self, clock::StoryClock},
    server::Server,
    system::System,
};

/// Marks a folder as the demo's own, so that nothing else is ever emptied.
const MARKER: &str = ".throughline-demo";
/// Stands in a folder in which the story was told to its end.
const TOLD: &str = ".throughline-demo-told";

#[derive(Args)]
pub(super) struct Options {
    /// Empties the demo's data folder first.
    #[arg(long)]
    fresh: bool,
}

pub(super) async fn run(mut configuration: Configuration, options: Options) -> anyhow::Result<()> {
    configuration.development_callers = true;
    configuration.log_filter = "warn".to_owned();
    telemetry::init(&configuration)?;
    // Before anything is emptied: a demo that is running keeps its folder.
    if doctor::running(&configuration).await.is_some() {
        bail!(
            "a demo is running in {}; stop it first, or choose another folder with --data-folder",
            configuration.data_folder.display()
        );
    }
    let told_before = configuration.data_folder.join(TOLD).exists() && !options.fresh;
    configuration.master_key_file = Some(prepare(&configuration, !told_before)?);

    let stop = shutdown::on_signals()?;
    let clock = StoryClock::behind_days(if told_before { 0 } else { demo::story::DAYS });
    let system = System::open(&configuration, Arc::new(clock.clone())).await?;
    let server = Server::start(&configuration, system, stop.clone()).await?;
    if told_before {
        println!("The story was told before; `--fresh` tells it again from the beginning.");
    } else {
        let told = demo::story::tell(
            server.system().connection(),
            &clock,
            &configuration.data_folder,
        )
        .await;
        if let Err(error) = told {
            stop.cancel();
            server.finished().await.ok();
            return Err(error);
        }
        fs::write(configuration.data_folder.join(TOLD), "")?;
    }
    demo::print_what_next(server.address());
    server.finished().await
}

/// Makes the demo's folder and, beside it, its master key.
fn prepare(configuration: &Configuration, anew: bool) -> anyhow::Result<PathBuf> {
    let folder = &configuration.data_folder;
    let name = folder
        .file_name()
        .context("the demo needs a data folder of its own")?;
    let key = folder.with_file_name(format!("{}.master-key", name.to_string_lossy()));
    let ours = folder.join(MARKER).exists();
    let empty = !folder.exists() || fs::read_dir(folder)?.next().is_none();
    if !ours && !empty {
        bail!(
            "{} holds something that is not the demo's; choose another folder with --data-folder",
            folder.display()
        );
    }
    if anew && ours {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join(MARKER),
        "This folder belongs to the demo, which may empty it.\n",
    )?;
    if !key.exists() {
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&key)?;
        writeln!(file, "{}", MasterKeys::generate_line(1))?;
    }
    Ok(key)
}
