//! Where log and keys are kept: in the data folder, on NATS servers that several processes share, or the log in a KurrentDB
//! database. The only place that knows which; everything else is given the two contracts.

#[cfg(feature = "kurrentdb")]
pub mod kurrentdb;
#[cfg(feature = "jetstream")]
pub mod nats;
pub mod sqlite;

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context, bail};
use eventlog::{EventLog, Position};
use identity::records::{Records, SqliteRecords};
use keyring::{Keyring, MasterKeys};
use projector::feeds::Feed;
use runtime::configuration::{Configuration, Error};

use crate::{
    marks,
    metrics::{MeasuredLog, Metrics},
};

/// Accounts, sessions and drafts in the data folder.
pub const ACCOUNTS_FILE: &str = "accounts.db";

#[cfg(not(feature = "jetstream"))]
const WITHOUT_NATS: &str = "`nats_servers` is set, and this program was built without NATS: build it with `--features jetstream`, or take the setting away";

/// How long servers are waited for at a start.
#[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
const READY_WITHIN: std::time::Duration = std::time::Duration::from_secs(60);
/// How long is waited before they are tried again.
#[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
const PAUSE: std::time::Duration = std::time::Duration::from_millis(250);

/// Log and keys, opened.
pub struct Backend {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// The keys.
    pub keys: Arc<dyn Keyring>,
    file: Option<Arc<eventlog_sqlite::SqliteLog>>,
}

impl Backend {
    /// Opens what the settings name.
    ///
    /// # Errors
    /// With a message for the operator: what cannot be opened, and what to do.
    pub async fn open(configuration: &Configuration) -> anyhow::Result<Backend> {
        let elsewhere = match &configuration.kurrentdb_file {
            Some(file) => Some(in_kurrentdb(configuration, file).await?),
            None => None,
        };
        let backend = match (elsewhere, configuration.nats_servers.is_empty()) {
            (log, false) => on_nats(configuration, log).await?,
            (Some(log), true) => {
                let keys = sqlite::keys(configuration, is_empty(&*log).await?)?;
                Backend {
                    log,
                    keys,
                    file: None,
                }
            }
            (None, true) => {
                let log = sqlite::log(&configuration.data_folder)?;
                let keys = sqlite::keys(configuration, is_empty(&*log).await?)?;
                Backend {
                    log: log.clone(),
                    keys,
                    file: Some(log),
                }
            }
        };
        marks::check_log(&configuration.data_folder, backend.log.id())?;
        Ok(backend)
    }

    /// Where organisations' own systems hear who changed; none where the settings name none.
    ///
    /// # Errors
    /// With a message for the operator: what cannot be made.
    #[cfg(feature = "jetstream")]
    pub async fn feed(
        &self,
        configuration: &Configuration,
    ) -> anyhow::Result<Option<Arc<dyn Feed>>> {
        if configuration.nats_servers.is_empty() {
            return Ok(None);
        }
        let client = nats::connect(configuration).await?;
        let (tokens, log) = (self.keys.secrets().tokens(), self.log.id().0);
        let feed = nats::feeds::NatsFeed::open(configuration, client, tokens, log).await?;
        Ok(feed.map(|feed| Arc::new(feed) as Arc<dyn Feed>))
    }

    /// Without NATS, there is none.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(feature = "jetstream"))]
    pub async fn feed(&self, _: &Configuration) -> anyhow::Result<Option<Arc<dyn Feed>>> {
        Ok(None)
    }

    /// With its appends timed.
    pub fn measured(mut self, metrics: &Metrics) -> Self {
        self.log = Arc::new(MeasuredLog::new(self.log, metrics.clone()));
        self
    }

    /// Closes it: what was taken in is written and acknowledged.
    ///
    /// # Errors
    /// Where the log's writer could not finish.
    pub async fn close(self) -> anyhow::Result<()> {
        match self.file {
            Some(file) => file.close().await.context("the log could not be closed"),
            None => Ok(()),
        }
    }
}

/// Keys and feeds on NATS; the log, too, where it is not elsewhere.
#[cfg(feature = "jetstream")]
async fn on_nats(
    configuration: &Configuration,
    log: Option<Arc<dyn EventLog>>,
) -> anyhow::Result<Backend> {
    let client = nats::connect(configuration).await?;
    let log = match log {
        Some(log) => log,
        None => nats::log(configuration, client.clone()).await?,
    };
    let keys = nats::keys(configuration, client, is_empty(&*log).await?).await?;
    Ok(Backend {
        log,
        keys,
        file: None,
    })
}

#[cfg(not(feature = "jetstream"))]
async fn on_nats(_: &Configuration, _: Option<Arc<dyn EventLog>>) -> anyhow::Result<Backend> {
    bail!("{WITHOUT_NATS}")
}

#[cfg(feature = "kurrentdb")]
async fn in_kurrentdb(
    configuration: &Configuration,
    file: &Path,
) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(kurrentdb::log(configuration, file).await?)
}

#[cfg(not(feature = "kurrentdb"))]
async fn in_kurrentdb(_: &Configuration, _: &Path) -> anyhow::Result<Arc<dyn EventLog>> {
    bail!(
        "`kurrentdb_file` is set, and this program was built without KurrentDB: build it with `--features kurrentdb`, or take the setting away"
    )
}

/// Where accounts, sessions and drafts are kept: on NATS where there is any, so that all processes with the pages share them;
/// else in the data folder.
///
/// # Errors
/// With a message for the operator: what cannot be opened.
pub async fn records(configuration: &Configuration) -> anyhow::Result<Arc<dyn Records>> {
    if !configuration.nats_servers.is_empty() {
        return records_on_nats(configuration).await;
    }
    let file = configuration.data_folder.join(ACCOUNTS_FILE);
    Ok(Arc::new(SqliteRecords::open(&file)?))
}

#[cfg(feature = "jetstream")]
async fn records_on_nats(configuration: &Configuration) -> anyhow::Result<Arc<dyn Records>> {
    let client = nats::connect(configuration).await?;
    Ok(nats::records(configuration, client).await?)
}

#[cfg(not(feature = "jetstream"))]
async fn records_on_nats(_: &Configuration) -> anyhow::Result<Arc<dyn Records>> {
    bail!("{WITHOUT_NATS}")
}

/// Servers that are being started, too, or have yet to find a leader, are waited for.
#[cfg(any(feature = "jetstream", feature = "kurrentdb"))]
async fn in_time<T, E, Opening>(
    passes: impl Fn(&E) -> bool,
    open: impl Fn() -> Opening,
) -> Result<T, E>
where
    E: std::fmt::Display,
    Opening: Future<Output = Result<T, E>>,
{
    use tokio::time::{Instant, sleep};
    let until = Instant::now() + READY_WITHIN;
    let mut is_told = false;
    loop {
        match open().await {
            Err(error) if passes(&error) && Instant::now() + PAUSE < until => {
                if !is_told {
                    tracing::warn!(%error, "waiting for the servers that keep the log");
                    is_told = true;
                }
                sleep(PAUSE).await;
            }
            opened => return opened,
        }
    }
}

/// Whether a log holds nothing yet.
///
/// # Errors
/// Where it cannot be reached.
pub async fn is_empty(log: &dyn EventLog) -> anyhow::Result<bool> {
    Ok(log.head().await? == Position::START)
}

/// The master keys. A log that is not empty is never opened without the one that sealed it.
///
/// # Errors
/// With a message for the operator, where there is none.
pub fn master_keys(
    configuration: &Configuration,
    log_is_empty: bool,
) -> anyhow::Result<MasterKeys> {
    let text = match configuration.master_key_text() {
        Ok(text) => text,
        Err(error @ (Error::NoMasterKey | Error::MasterKeyFile { .. })) => {
            bail!("{error}. {}", master_key_remedy(log_is_empty))
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(file) = key_file_open_to_others(configuration) {
        tracing::warn!(
            file = %file.display(),
            "the master key file can be read by others on this machine; run `chmod 600` on it"
        );
    }
    Ok(MasterKeys::from_text(&text)?)
}

/// What to do where there is no master key.
pub(crate) fn master_key_remedy(log_is_empty: bool) -> &'static str {
    if log_is_empty {
        "For a new system, make one with `throughline master-key > FILE`, keep FILE outside the data folder, and give \
         it with --master-key-file FILE"
    } else {
        "The log is not empty: give the master key that was used before; a new one opens nothing"
    }
}

/// The master key file, where others than its owner may read it.
pub(crate) fn key_file_open_to_others(configuration: &Configuration) -> Option<&Path> {
    use std::os::unix::fs::PermissionsExt;
    let file = configuration.master_key_file.as_deref()?;
    let mode = fs::metadata(file).ok()?.permissions().mode();
    (mode & 0o077 != 0).then_some(file)
}
