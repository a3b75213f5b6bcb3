//! `cargo xtask bench`: what the system does on this machine, beside what the disk and the protocol allow.
//!
//! Everything is measured in one run and in one process: clients and server share the machine's cores, and every
//! call goes through a socket. Nothing is asserted; a figure means something beside the others of the same run.

mod bulk;
mod commands;
mod disk;
mod empty;
mod figures;
#[cfg(feature = "jetstream")]
mod logs;
mod long_case;
mod place;
mod rebuild;
mod visible;

use std::{path::PathBuf, time::Duration};

use clap::{Parser, Subcommand};

use place::Place;

/// How many clients command at the same time.
const CLIENTS: [usize; 3] = [1, 8, 64];

/// Measures commands, views and rebuilds on a fresh data folder, which is removed again.
#[derive(Parser)]
struct Arguments {
    /// How long each rate is measured, in seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// The facts in the long case.
    #[arg(long, default_value_t = 5_000)]
    facts: usize,
    /// The folder, on the disk to be measured, in which the data folder is made.
    #[arg(long, default_value = "target")]
    folder: PathBuf,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Loads tens of thousands of people at hundreds of organisations, and measures what that took.
    Bulk(bulk::Options),
    /// Measures the backends of the log beside each other, on servers that it starts.
    #[cfg(feature = "jetstream")]
    Logs,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments {
        seconds,
        facts,
        folder,
        command,
    } = Arguments::parse();
    std::fs::create_dir_all(&folder)?;
    println!("cores: {}", std::thread::available_parallelism()?);
    let each = Duration::from_secs(seconds);
    match command {
        Some(Command::Bulk(options)) => {
            println!("\nthe bulk journey");
            return bulk::measure(&options, &folder).await;
        }
        #[cfg(feature = "jetstream")]
        Some(Command::Logs) => {
            let data = tempfile::tempdir_in(folder)?;
            return logs::measure(data.path(), each).await;
        }
        None => {}
    }
    let data = tempfile::tempdir_in(folder)?;

    println!("\nthe limits of this machine");
    disk::measure(data.path(), each)?;
    for clients in CLIENTS {
        empty::measure(clients, each).await?;
    }

    println!("\ndurable commands (RecordNote, 200 characters; each client in cases of its own)");
    let place = Place::open(data.path()).await?;
    let cast = place.cast().await?;
    for clients in CLIENTS {
        commands::measure(&place, &cast, clients, each).await?;
    }

    println!("\nfrom acknowledged to visible in the last of 5 entitled organisations' files");
    visible::measure(&place, &cast, each).await?;

    println!("\na case of {facts} facts beside a short one");
    let long = long_case::fill(&place, &cast, facts).await?;
    long_case::measure(&place, &long, "warm").await?;

    println!("\nrebuild of the file of the organisation that sees everything");
    rebuild::measure(&place).await?;
    place.sizes().await?;

    println!("\nthe long case right after a restart");
    place.close().await?;
    let place = Place::open(data.path()).await?;
    long_case::measure_first(&place, &long).await?;
    place.close().await
}
