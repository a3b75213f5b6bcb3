//! `throughline log copy`: log and keys from the data folder to the NATS servers of the settings, or back.

use anyhow::{Context, bail};
use clap::ValueEnum;
use eventlog::EventLog;
use indicatif::{ProgressBar, ProgressStyle};
use keyring::{Entry, JetStreamKeyring, SqliteKeyring};
use runtime::configuration::Configuration;

use crate::{
    backend::{self, nats, sqlite},
    command::doctor,
    copying::copy,
};

/// Where log and keys are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum Place {
    /// The files in the data folder.
    Folder,
    /// The NATS servers that the settings name.
    Nats,
}

pub(super) async fn run(configuration: &Configuration, to: Place) -> anyhow::Result<()> {
    if configuration.nats_servers.is_empty() {
        bail!("set `nats_servers`: the addresses of the NATS servers, with commas between");
    }
    if doctor::running(configuration).await.is_some() {
        bail!(
            "a system is running in {}; stop it first, so that nothing is recorded that is not copied",
            configuration.data_folder.display()
        );
    }
    let client = nats::connect(configuration).await?;
    let (file, remote) = (
        sqlite::log(&configuration.data_folder)?,
        nats::log(configuration, client.clone()).await?,
    );
    let (from, into): (&dyn EventLog, &dyn EventLog) = match to {
        Place::Nats => (&*file, &*remote),
        Place::Folder => (&*remote, &*file),
    };
    if backend::is_empty(from).await? {
        bail!("there is nothing to copy: the log is empty");
    }
    // The log first and the keys second, so that the copy has every key that the copied log needs.
    let bar = bar(from.head().await?.0, "commits");
    let copied = copy(from, into, |commits| bar.set_position(commits)).await?;
    bar.finish_and_clear();
    let keys = match to {
        Place::Nats => sqlite::keys(configuration, false)?,
        Place::Folder => nats::keys(configuration, client.clone(), false).await?,
    };
    let entries = keys.entries().await.context("reading the keys")?;
    drop(keys);
    restore(configuration, client, to, &entries).await?;
    println!(
        "Copied: {} commits, {} of them now; {} keys and people. The copy has the same Merkle root, {}.",
        copied.there + copied.written,
        copied.written,
        entries.len(),
        copied.tree_head
    );
    println!("{}", what_next(to));
    file.close().await.context("the log could not be closed")
}

async fn restore(
    configuration: &Configuration,
    client: async_nats::Client,
    to: Place,
    entries: &[Entry],
) -> anyhow::Result<()> {
    let written = match to {
        Place::Nats => {
            let bar = bar(entries.len() as u64, "keys");
            let options = nats::key_options(configuration, false);
            let written = JetStreamKeyring::restore(client, &options, entries, || bar.inc(1)).await;
            bar.finish_and_clear();
            written
        }
        Place::Folder => {
            SqliteKeyring::restore(configuration.data_folder.join(sqlite::KEYS_FILE), entries)
        }
    };
    written.context("writing the keys")
}

fn what_next(to: Place) -> &'static str {
    match to {
        Place::Nats => {
            "Start the system with `nats_servers` set and another --data-folder: its files are made anew from the log. \
             Keep the old folder until you have seen that all is well."
        }
        Place::Folder => {
            "Start the system without `nats_servers`, on this --data-folder. The organisations' files in it are made anew \
             from the log where there are none."
        }
    }
}

fn bar(length: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let template = format!("{{bar:40}} {{pos}}/{{len}} {what}, {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}
