//! The command line: what each command is called, and where it is carried out.

mod account;
mod case;
mod demo;
mod doctor;
mod log;
mod master_key;
mod organisation;
mod pages_key;
mod serve;

use std::{future::Future, path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use runtime::configuration::{Configuration, SETTINGS, Setting};
use serde::Serialize;

use crate::backend::sqlite::LOG_FILE;

/// A person tells their story once, and every team that supports them works from it.
#[derive(Parser)]
#[command(name = "throughline", version, after_help = settings_in_words(), disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// Settings that can be given on the command line; they win over the environment and the file.
#[derive(Args, Serialize)]
#[command(next_help_heading = "Settings")]
struct Settings {
    /// A TOML file with settings.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    configuration: Option<PathBuf>,
    /// The folder that holds everything the system keeps but the master key; `data` where nothing else is said.
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_folder: Option<PathBuf>,
    /// The address on which gRPC is served; 127.0.0.1:7400 where nothing else is said.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<String>,
    /// The address on which the pages are served; 127.0.0.1:7480 where nothing else is said.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pages_listen: Option<String>,
    /// The file with the master keys; outside the data folder.
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    master_key_file: Option<PathBuf>,
    /// Lets callers name themselves in metadata. For development on this machine alone.
    #[arg(long, global = true)]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    development_callers: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Starts every role in this process, or those that are named.
    Serve {
        /// A role of this process: cases, views, web or timekeeper; said once for each. All, where none is said.
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// `case show`: which events one person's stream holds, without their content.
    #[command(subcommand)]
    Case(case::Command),
    /// `log verify`: whether the log is whole; `log copy`: takes it to another backend.
    #[command(subcommand)]
    Log(log::Command),
    /// `org rebuild`: makes one organisation's file anew from the log.
    #[command(subcommand)]
    Org(organisation::Command),
    /// `account invite`: the link by which somebody opens an account at the pages.
    #[command(subcommand)]
    Account(account::Command),
    /// Prints the public key of the pages' secret, for the `pages_public_keys` of processes without the pages.
    PagesKey,
    /// Checks settings, keys, log and files, and says what to do about what is wrong.
    Doctor,
    /// Prints a new master key, to be kept in a file outside the data folder.
    MasterKey {
        /// The version of the key: one more than the newest there is.
        #[arg(long, default_value_t = 1)]
        version: u32,
    },
    /// Loads a synthetic locality, the training sandbox, into a data folder of its own, and leaves the server up.
    Demo(demo::Options),
}

/// Carries out what the arguments say.
///
/// # Errors
/// With a message for the operator: what went wrong, and what to do.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { settings, command } = arguments;
    let load = || {
        Configuration::load(settings.configuration.as_deref(), &settings)
            .map_err(anyhow::Error::from)
    };
    match command {
        Command::Serve { roles } => wait(serve::run(load()?, roles))?,
        Command::Case(command) => wait(case::run(&load()?, command))?,
        Command::Log(command) => return log::run(&load()?, command),
        Command::Org(command) => wait(organisation::run(&load()?, command))?,
        Command::Account(command) => wait(account::run(&load()?, command))?,
        Command::PagesKey => pages_key::run(&load()?)?,
        Command::Doctor => return wait(doctor::run(load())),
        Command::MasterKey { version } => master_key::run(version),
        Command::Demo(options) => wait(demo::run(load()?, options))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The log in the data folder.
fn log_file(configuration: &Configuration) -> anyhow::Result<PathBuf> {
    if !configuration.nats_servers.is_empty() {
        bail!(
            "the log is on the NATS servers of `nats_servers`, and this looks at the file of a data folder"
        );
    }
    let file = configuration.data_folder.join(LOG_FILE);
    if !file.exists() {
        bail!(
            "there is no log at {}; give the data folder with --data-folder",
            file.display()
        );
    }
    Ok(file)
}

/// Every setting, for the help.
fn settings_in_words() -> String {
    let mut text = "Every setting, as it is called in the file. In the environment it is THROUGHLINE_ and this in \
                    capitals.\nFlags win over the environment, and that over the file:\n"
        .to_owned();
    for Setting {
        key,
        meaning,
        example,
    } in SETTINGS
    {
        text += &format!("  {key:<20}  {meaning}, as in {example}\n");
    }
    text + "The master key itself may stand in THROUGHLINE_MASTER_KEY, and never in the file."
}

fn wait<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime
        .context("the system gave no threads to work with")?
        .block_on(command)
}
