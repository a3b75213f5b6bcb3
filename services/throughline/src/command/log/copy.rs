//! `throughline log copy`: log and keys from one of the places that keep them to another. What the settings say of a place
//! counts, whatever the system itself would use.

use std::sync::Arc;

use anyhow::{Context, bail};
use clap::ValueEnum;
use eventlog::EventLog;
use indicatif::{ProgressBar, ProgressStyle};
use keyring::{Entry, Keyring, SqliteKeyring};
use runtime::configuration::Configuration;

#[cfg(feature = "kurrentdb")]
use crate::backend::kurrentdb;
#[cfg(feature = "jetstream")]
use crate::backend::nats;
use crate::{
    backend::{self, sqlite},
    command::doctor,
    copying::copy,
};

/// Where a log is kept, and the keys with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum Place {
    /// The files in the data folder.
    Folder,
    /// The NATS servers that the settings name.
    #[cfg(feature = "jetstream")]
    Nats,
    /// The KurrentDB database that the settings name; the keys are on NATS where they name servers, and else in the folder.
    #[cfg(feature = "kurrentdb")]
    Kurrentdb,
}

/// Where keys are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeysAt {
    Folder,
    #[cfg(feature = "jetstream")]
    Nats,
}

pub(super) async fn run(
    configuration: &Configuration,
    from: Place,
    to: Place,
) -> anyhow::Result<()> {
    if from == to {
        bail!("that is one place: say by --from and --to what is copied where");
    }
    if doctor::running(configuration).await.is_some() {
        bail!(
            "a system is running in {}; stop it first, so that nothing is recorded that is not copied",
            configuration.data_folder.display()
        );
    }
    let (source, target) = (
        log(configuration, from).await?,
        log(configuration, to).await?,
    );
    if backend::is_empty(&*source).await? {
        bail!("there is nothing to copy: the log is empty");
    }
    // The log first and the keys second, so that the copy has every key that the copied log needs.
    let bar = bar(source.head().await?.0, "commits");
    let copied = copy(&*source, &*target, |commits| bar.set_position(commits)).await?;
    bar.finish_and_clear();
    let (keys_from, keys_to) = (keys_at(configuration, from), keys_at(configuration, to));
    println!(
        "Copied: {} commits, {} of them now. The copy has the same Merkle root, {}.",
        copied.there + copied.written,
        copied.written,
        copied.tree_head
    );
    if keys_from == keys_to {
        println!("The keys stay where they are.");
    } else {
        let keys = keys(configuration, keys_from).await?;
        let entries = keys.entries().await.context("reading the keys")?;
        drop(keys);
        restore(configuration, keys_to, &entries).await?;
        println!("Copied: {} keys and people.", entries.len());
    }
    println!("{}", what_next(to));
    Ok(())
}

async fn log(configuration: &Configuration, place: Place) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(match place {
        Place::Folder => sqlite::log(&configuration.data_folder)?,
        #[cfg(feature = "jetstream")]
        Place::Nats => {
            if configuration.nats_servers.is_empty() {
                bail!("set `nats_servers`: the addresses of the NATS servers, with commas between");
            }
            nats::log(configuration, nats::connect(configuration).await?).await?
        }
        #[cfg(feature = "kurrentdb")]
        Place::Kurrentdb => match &configuration.kurrentdb_file {
            Some(file) => kurrentdb::log(configuration, file).await?,
            None => bail!("set `kurrentdb_file`: the file with the database's connection string"),
        },
    })
}

#[cfg_attr(
    not(feature = "kurrentdb"),
    expect(unused_variables, reason = "no setting matters then")
)]
fn keys_at(configuration: &Configuration, place: Place) -> KeysAt {
    match place {
        Place::Folder => KeysAt::Folder,
        #[cfg(feature = "jetstream")]
        Place::Nats => KeysAt::Nats,
        #[cfg(feature = "kurrentdb")]
        Place::Kurrentdb => match configuration.nats_servers.is_empty() {
            #[cfg(feature = "jetstream")]
            false => KeysAt::Nats,
            _ => KeysAt::Folder,
        },
    }
}

async fn keys(configuration: &Configuration, at: KeysAt) -> anyhow::Result<Arc<dyn Keyring>> {
    match at {
        KeysAt::Folder => sqlite::keys(configuration, false),
        #[cfg(feature = "jetstream")]
        KeysAt::Nats => nats::keys(configuration, nats::connect(configuration).await?, false).await,
    }
}

async fn restore(
    configuration: &Configuration,
    to: KeysAt,
    entries: &[Entry],
) -> anyhow::Result<()> {
    let written = match to {
        KeysAt::Folder => {
            SqliteKeyring::restore(configuration.data_folder.join(sqlite::KEYS_FILE), entries)
        }
        #[cfg(feature = "jetstream")]
        KeysAt::Nats => {
            let client = nats::connect(configuration).await?;
            let bar = bar(entries.len() as u64, "keys");
            let options = nats::key_options(configuration, false);
            let restored =
                keyring::JetStreamKeyring::restore(client, &options, entries, || bar.inc(1));
            let written = restored.await;
            bar.finish_and_clear();
            written
        }
    };
    written.context("writing the keys")
}

fn what_next(to: Place) -> &'static str {
    match to {
        Place::Folder => {
            "Start the system without `nats_servers` and `kurrentdb_file`, on this --data-folder. The organisations' files in \
             it are made anew from the log where there are none."
        }
        #[cfg(feature = "jetstream")]
        Place::Nats => {
            "Start the system with `nats_servers` set and another --data-folder: its files are made anew from the log. \
             Keep the old folder until you have seen that all is well."
        }
        #[cfg(feature = "kurrentdb")]
        Place::Kurrentdb => {
            "Start the system with `kurrentdb_file` set. With the keys on NATS it takes another --data-folder; with the keys \
             in this one, keep `log.db` elsewhere until you have seen that all is well."
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
