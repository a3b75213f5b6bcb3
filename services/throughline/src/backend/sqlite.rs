//! Log and keys in two SQLite files of the data folder, for one process.

use std::{path::Path, sync::Arc};

use anyhow::{Context, anyhow};
use eventlog_sqlite::SqliteLog;
use keyring::{Keyring, MasterKeys, SqliteKeyring};
use runtime::configuration::Configuration;

/// The log's file in the data folder.
pub const LOG_FILE: &str = "log.db";
/// The keys' file in the data folder.
pub const KEYS_FILE: &str = "keys.db";

/// The log of this data folder.
///
/// # Errors
/// With a message for the operator: what is wrong with the file, and what to do.
pub fn log(folder: &Path) -> anyhow::Result<Arc<SqliteLog>> {
    let file = folder.join(LOG_FILE);
    SqliteLog::open(&file).map(Arc::new).map_err(|error| {
        let remedy = if error.retry_helps() {
            "a system of its own needs a folder of its own: --data-folder"
        } else {
            "`throughline log verify` says whether the file is whole; where it is not, keep it as it is and restore \
             the log from its last good copy"
        };
        anyhow!("the log {} cannot be opened: {error}. {remedy}", file.display())
    })
}

/// The keys of this data folder.
///
/// # Errors
/// With a message for the operator: what is missing, and what to do.
pub fn keys(configuration: &Configuration, log_is_empty: bool) -> anyhow::Result<Arc<dyn Keyring>> {
    let master = super::master_keys(configuration, log_is_empty)?;
    let path = configuration.data_folder.join(KEYS_FILE);
    let keys =
        SqliteKeyring::open(path, master, log_is_empty).context("the keys cannot be opened")?;
    Ok(Arc::new(keys))
}

/// Makes the keys of a new data folder, whose ids follow from a root that others may know: for invented people alone.
///
/// # Errors
/// Where there are keys already, or they cannot be written.
pub fn make_keys(configuration: &Configuration, root: &[u8; 32]) -> anyhow::Result<()> {
    crate::system::make_private(&configuration.data_folder)?;
    let master = MasterKeys::from_text(&configuration.master_key_text()?)?;
    let path = configuration.data_folder.join(KEYS_FILE);
    Ok(SqliteKeyring::make_with_root(path, master, root)?)
}
