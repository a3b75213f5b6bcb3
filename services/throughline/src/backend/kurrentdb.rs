//! The log in a KurrentDB database, for any number of processes. Keys are not kept there: they are on NATS where the
//! settings name servers, and in the data folder where they do not.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use eventlog::LogId;
use eventlog_kurrentdb::{KurrentLog, Options};
use runtime::configuration::Configuration;
use uuid::Uuid;

/// The log in the database that this file names; waits for the database where it is only starting.
///
/// # Errors
/// With a message for the operator: what cannot be reached, and what to do.
pub async fn log(configuration: &Configuration, file: &Path) -> anyhow::Result<Arc<KurrentLog>> {
    let options = options(configuration, file)?;
    let opened = super::in_time(eventlog::Error::retry_helps, || {
        eventlog_kurrentdb::open(options.clone())
    });
    opened
        .await
        .map(Arc::new)
        .context("the log in KurrentDB cannot be opened; check `kurrentdb_file` and `log_name`")
}

/// As [`log`], for whoever wants to know how it is now.
///
/// # Errors
/// What cannot be reached.
pub async fn log_once(configuration: &Configuration, file: &Path) -> anyhow::Result<KurrentLog> {
    Ok(eventlog_kurrentdb::open(options(configuration, file)?).await?)
}

fn options(configuration: &Configuration, file: &Path) -> anyhow::Result<Options> {
    let connection = std::fs::read_to_string(file)
        .with_context(|| format!("`kurrentdb_file` {}", file.display()))?;
    #[expect(
        clippy::disallowed_methods,
        reason = "drawn once in a log's life, and nothing depends on its value"
    )]
    let id_if_new = LogId(Uuid::new_v4());
    Ok(Options {
        connection: connection.trim().to_owned(),
        name: configuration.log_name.clone(),
        id_if_new,
    })
}
