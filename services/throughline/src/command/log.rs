//! `throughline log`: `verify` checks a log, or a copy of one, without keys and without stopping anything; `copy` takes it
//! to another backend.

#[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
mod copy;

use std::{path::PathBuf, process::ExitCode};

use anyhow::bail;
use clap::Subcommand;
use runtime::configuration::Configuration;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Checks every record's hash, the order, and the Merkle root. Needs no key, and changes nothing; the system may run.
    Verify {
        /// The log file; the data folder's where none is given.
        file: Option<PathBuf>,
    },
    /// Copies log and keys between the data folder, NATS and KurrentDB, as the settings name them; begun again, it goes
    /// on. The system must not be running.
    #[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
    Copy {
        /// Where from.
        #[arg(long, default_value = "folder")]
        from: copy::Place,
        /// Where to.
        #[arg(long)]
        to: copy::Place,
    },
}

pub(super) fn run(configuration: &Configuration, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Verify { file } => verify(configuration, file),
        #[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
        Command::Copy { from, to } => {
            super::wait(copy::run(configuration, from, to)).map(|()| ExitCode::SUCCESS)
        }
    }
}

fn verify(configuration: &Configuration, file: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let file = match file {
        Some(file) if !file.exists() => bail!("there is no file {}", file.display()),
        Some(file) => file,
        None => super::log_file(configuration)?,
    };
    match eventlog_sqlite::verify(&file) {
        Ok(verified) => {
            let root: String = verified
                .tree_head
                .root
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            println!(
                "The log is whole: {} commits, {} records.",
                verified.commits, verified.records
            );
            println!("Log id:      {}", verified.id);
            println!(
                "Merkle root: {root} (RFC 6962, SHA-256, {} leaves)",
                verified.tree_head.size
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.retry_helps() => {
            bail!("{} cannot be read now, try again: {error}", file.display())
        }
        Err(error) => {
            println!("{}: {error}", file.display());
            println!(
                "Stop the system, keep this file as it is, and restore the log from its last good copy."
            );
            Ok(ExitCode::FAILURE)
        }
    }
}
