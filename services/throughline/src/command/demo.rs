//! `throughline demo`: loads a synthetic locality into a data folder of its own, and leaves the server up. It is the
//! training sandbox: what people do in it stays until it is reset.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use keyring::MasterKeys;
use runtime::{
    clock::{Clock, SystemClock},
    configuration::Configuration,
    shutdown, telemetry,
};
use tokio::time::Instant;

use crate::{
    backend::sqlite,
    command::doctor,
    demo::{
        self, accounts,
        clock::DemoClock,
        guide,
        load::{Loaded, Plan},
    },
    server::Server,
    system::System,
};

/// Marks a folder as the demo's own, so that nothing else is ever emptied.
const MARKER: &str = ".throughline-demo";
/// Stands in a folder in which the locality was loaded to its end, and holds Maureen's id.
const LOADED: &str = ".throughline-demo-loaded";
/// Whom its pages say to ring: numbers that are nobody's.
const INVENTED_NUMBERS: &str =
    "Walbrook Council, day and night: 020 7946 0100 (adults), 020 7946 0101 (children)";
/// How many people's commands are under way at the same time.
const AT_ONCE: usize = 16;

#[derive(Args)]
pub(super) struct Options {
    /// Empties the demo's data folder first: the locality is again as it was.
    #[arg(long)]
    reset: bool,
    /// The same seed gives the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many people there are.
    #[arg(long, default_value_t = 300)]
    people: usize,
}

pub(super) async fn run(mut configuration: Configuration, options: Options) -> anyhow::Result<()> {
    configuration.development_callers = true;
    configuration.make_sandbox(accounts::PASSWORD);
    configuration.pages_safeguarding = INVENTED_NUMBERS.to_owned();
    configuration.log_filter = "warn".to_owned();
    // The demo is for one machine with nothing else on it.
    configuration.nats_servers.clear();
    telemetry::init(&configuration)?;
    // Before anything is emptied: a demo that is running keeps its folder.
    if doctor::running(&configuration).await.is_some() {
        bail!(
            "a demo is running in {}; stop it first, or choose another folder with --data-folder",
            configuration.data_folder.display()
        );
    }
    let loaded_before = match fs::read_to_string(configuration.data_folder.join(LOADED)) {
        Ok(maureen) if !options.reset => Some(maureen),
        _ => None,
    };
    configuration.master_key_file = Some(prepare(&configuration, loaded_before.is_none())?);

    let stop = shutdown::on_signals()?;
    let clock = DemoClock::running();
    if loaded_before.is_none() {
        sqlite::make_keys(&configuration, &demo::root(options.seed))?;
    }
    let system = System::open(&configuration, Arc::new(clock.clone())).await?;
    let server = Server::start(&configuration, system, stop.clone()).await?;
    let maureen = if let Some(maureen) = loaded_before {
        println!("The locality was loaded before; `--reset` brings it back to how it was then.\n");
        maureen
    } else {
        let loading = tokio::select! {
            loaded = load(&server, &clock, &options) => loaded,
            () = stop.cancelled() => Err(anyhow::anyhow!("stopped before the locality was loaded")),
        };
        match loading {
            Ok(loaded) => {
                let maureen = loaded
                    .first()
                    .map(|one| one.person.clone())
                    .unwrap_or_default();
                fs::write(configuration.data_folder.join(LOADED), &maureen)?;
                maureen
            }
            Err(error) => {
                stop.cancel();
                server.finished().await.ok();
                return Err(error);
            }
        }
    };
    println!(
        "{}",
        guide::lines(server.address(), server.pages_address(), &maureen).join("\n")
    );
    server.finished().await
}

/// Loads the locality, and shows how far it is.
async fn load(
    server: &Server,
    clock: &DemoClock,
    options: &Options,
) -> anyhow::Result<Vec<Loaded>> {
    let plan = Plan {
        seed: options.seed,
        people: options.people,
        localities: 1,
        at_once: AT_ONCE,
        today: SystemClock.now().to_zoned(TimeZone::UTC).date(),
        in_step: true,
    };
    let bar = ProgressBar::new(demo::DAYS.into());
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} day {pos} of {len}  {msg}  {elapsed}",
    )?);
    let began = Instant::now();
    let system = server.system();
    let connections = [system.connection()];
    let mut calls = 0;
    let loaded = demo::load::load(system, &connections, clock, &plan, |progress| {
        calls = progress.calls;
        bar.set_position(progress.day.into());
        bar.set_message(format!("{} calls", progress.calls));
    })
    .await?;
    clock.run();
    accounts::open(system, |name| {
        bar.set_message(format!("accounts of {name}"))
    })
    .await?;
    bar.finish_and_clear();
    let took = began.elapsed().as_secs_f64();
    println!("Loaded by {calls} calls in {took:.0} s, through the commands that everybody uses.");
    println!("{}\n", guide::states(&loaded).join("\n"));
    Ok(loaded)
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
