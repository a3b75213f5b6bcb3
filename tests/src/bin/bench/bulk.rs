//! The bulk journey: tens of thousands of people at hundreds of organisations live through half a year, by the commands
//! that everybody uses, through sockets. What is loaded is the demo's locality, many times over.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use anyhow::ensure;
use api::internal::{AwaitAppliedRequest, GetHealthRequest};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use runtime::clock::{Clock, SystemClock};
use throughline::{
    backend::sqlite::{KEYS_FILE, LOG_FILE},
    demo::{
        DAYS, accounts,
        clock::DemoClock,
        load::{Plan, Progress, load},
        locality::organisations::ORGANISATIONS,
    },
    system::System,
};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{
    figures::{Figures, per_second},
    place::{Place, sizes_of},
};

/// How often it is measured how far the files are behind the log.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The longest that the projector is asked to wait for, in milliseconds.
const WAIT_MS: u32 = 10_000;
/// Connections over which is loaded.
const CONNECTIONS: usize = 16;

/// What is loaded.
#[derive(Args)]
pub struct Options {
    /// How many people.
    #[arg(long, default_value_t = 30_000)]
    people: usize,
    /// How many organisations at least: they come in localities of twelve.
    #[arg(long, default_value_t = 200)]
    organisations: usize,
    /// How many people's commands are under way at the same time.
    #[arg(long, default_value_t = 64)]
    at_once: usize,
    /// The same seed gives the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leaves the data folder and its key in this folder, which must not exist yet.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Then opens the pages of what was loaded, and measures clicks, time and weight; it needs Node and Chromium.
    #[arg(long)]
    pages: bool,
}

/// Loads, and prints what it took. Without `keep` all of it is removed again.
pub async fn measure(options: &Options, folder: &Path) -> anyhow::Result<()> {
    let passing = match &options.keep {
        Some(_) => None,
        None => Some(tempfile::tempdir_in(folder)?),
    };
    let folder = match (&options.keep, &passing) {
        (Some(keep), _) => {
            ensure!(!keep.exists(), "{} is there already", keep.display());
            fs::create_dir_all(keep)?;
            keep.as_path()
        }
        (None, Some(passing)) => passing.path(),
        (None, None) => folder,
    };
    let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
    let clock = DemoClock::running();
    let place = Place::open_at(folder, Arc::new(clock.clone())).await?;
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(place.connect().await?);
    }
    let plan = Plan {
        seed: options.seed,
        people: options.people,
        localities: options.organisations.div_ceil(ORGANISATIONS.len()),
        at_once: options.at_once,
        today,
        in_step: false,
    };
    let behind = Behind::watch(place.system());
    let bar = ProgressBar::new(DAYS.into());
    bar.set_style(ProgressStyle::with_template(
        "  {bar:40} day {pos} of {len}  {msg}  {elapsed}",
    )?);
    let (began, mut last) = (Instant::now(), Progress::default());
    load(place.system(), &connections, &clock, &plan, |progress| {
        last = progress;
        bar.set_position(progress.day.into());
        bar.set_message(format!("{} commands", progress.commands));
    })
    .await?;
    bar.finish_and_clear();
    let took = began.elapsed();
    clock.run();
    let (mut lag, commits_max) = behind.ended().await?;
    report(&place, &plan, last, took).await?;
    lag.print("a look at the log until every file includes it");
    println!("  the log went on by {commits_max} commits at most in between");
    if options.pages {
        accounts::open(place.system(), |_| {}).await?;
        pages(&place).await?;
    }
    place.close().await?;
    sizes(&folder.join("data"), plan.people)?;
    if let Some(keep) = &options.keep {
        println!(
            "  kept in {}: the folder `data`, and `master-key`",
            keep.display()
        );
    }
    Ok(())
}

/// Measures the pages, from outside, by a browser and over HTTP.
async fn pages(place: &Place) -> anyhow::Result<()> {
    let mut command = Command::new("node");
    command
        .arg("tests/browser/measure.mjs")
        .arg(format!("http://{}", place.pages_address()));
    let status = tokio::task::spawn_blocking(move || command.status()).await??;
    ensure!(
        status.success(),
        "tests/browser/measure.mjs ended with {status}"
    );
    Ok(())
}

async fn report(place: &Place, plan: &Plan, last: Progress, took: Duration) -> anyhow::Result<()> {
    println!(
        "  {} people at {} organisations, {} at once: {:.0} s, until every file is up to date",
        plan.people,
        plan.localities * ORGANISATIONS.len(),
        plan.at_once,
        took.as_secs_f64()
    );
    let rate = |count: u64| per_second(usize::try_from(count).unwrap_or(usize::MAX), took);
    println!(
        "  {:<28} {:>8.0}/s       {} in all",
        "commands",
        rate(last.commands),
        last.commands
    );
    println!(
        "  {:<28} {:>8.0}/s       {} in all",
        "calls, with what is read",
        rate(last.calls),
        last.calls
    );
    let health = place
        .system()
        .projector()
        .get_health(GetHealthRequest {})
        .await?;
    let health = health.into_inner();
    ensure!(
        health.halted.is_empty(),
        "somebody is halted: this is not the system at work"
    );
    println!(
        "  {:<28} {:>8.0}/s       {} in all",
        "commits",
        rate(health.head),
        health.head
    );
    let facts = health
        .organisations
        .iter()
        .map(|file| file.facts)
        .sum::<u64>();
    println!("  facts in organisations' files: {facts}");
    Ok(())
}

/// What lies on the disk, once the system has stopped.
fn sizes(data: &Path, people: usize) -> anyhow::Result<()> {
    let log = data.join(LOG_FILE);
    let events = eventlog_sqlite::verify(&log)?.records.max(1);
    println!(
        "  events: {events}, {} a person",
        events / people.max(1) as u64
    );
    let mut facts = 0;
    for organisation in orgviews::organisations(data)? {
        facts += orgviews::Writer::open(data, &organisation)?.counts()?.facts;
    }
    let size = |name: &str| fs::metadata(data.join(name)).map_or(0, |file| file.len());
    let files = sizes_of(&data.join("organisations"))?;
    let each = |what, bytes: u64, of: u64, thing| {
        println!(
            "  {what:<22} {:>9} KiB   {:>6} bytes for each {thing}",
            bytes / 1024,
            bytes / of.max(1)
        );
    };
    each("the log", size(LOG_FILE), events, "event");
    each("the keys", size(KEYS_FILE), people as u64, "person");
    each("organisations' files", files, facts, "fact in them");
    each(
        "the system's file",
        size("system.db"),
        people as u64,
        "person",
    );
    Ok(())
}

/// Watches how far the files are behind the log.
struct Behind {
    stop: CancellationToken,
    watching: JoinHandle<anyhow::Result<(Figures, u64)>>,
}

impl Behind {
    fn watch(system: &System) -> Self {
        let (stop, mut projector) = (CancellationToken::new(), system.projector());
        let stopped = stop.clone();
        let watching = tokio::spawn(async move {
            let (mut lag, mut commits_max) = (Figures::default(), 0);
            while stopped
                .run_until_cancelled(tokio::time::sleep(LOOK_EVERY))
                .await
                .is_some()
            {
                let look = AwaitAppliedRequest::default();
                let head = projector.await_applied(look).await?.into_inner().head;
                let since = Instant::now();
                let now = loop {
                    let wait = AwaitAppliedRequest {
                        position: head,
                        wait_ms: WAIT_MS,
                    };
                    let answer = projector.await_applied(wait).await?.into_inner();
                    if answer.applied {
                        break answer.head;
                    }
                };
                lag.add(since.elapsed());
                commits_max = commits_max.max(now - head);
            }
            Ok((lag, commits_max))
        });
        Self { stop, watching }
    }

    async fn ended(self) -> anyhow::Result<(Figures, u64)> {
        self.stop.cancel();
        self.watching.await?
    }
}
