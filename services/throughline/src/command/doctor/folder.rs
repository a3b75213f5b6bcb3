//! The data folder, its log and its keys, and whether the master key is theirs.

use std::{fs, io, path::Path};

use keyring::{MasterKeys, SqliteKeyring};
use runtime::configuration::Configuration;

use super::Findings;
use crate::backend::{
    key_file_open_to_others, master_key_remedy,
    sqlite::{KEYS_FILE, LOG_FILE},
};

/// A file that is made and removed again, to see whether that is allowed.
const PROBE: &str = ".throughline-doctor";

pub(super) async fn look(configuration: &Configuration, running: bool, findings: &mut Findings) {
    let folder = &configuration.data_folder;
    if !folder.exists() {
        let folder = folder.display();
        findings.note(&format!(
            "there is no data folder {folder} yet: `throughline serve` makes it"
        ));
    } else if let Err(error) = written_to(folder) {
        findings.wrong(
            &format!("the data folder {} cannot be written: {error}", folder.display()),
            "Give the user who runs the system the right to write there, or choose another folder with --data-folder.",
        );
    } else {
        findings.fine("the data folder can be written");
    }
    let keys_are_here = configuration.nats_servers.is_empty();
    if !keys_are_here {
        on_nats(configuration, findings).await;
    }
    if let Some(file) = &configuration.kurrentdb_file {
        in_kurrentdb(configuration, file, findings).await;
    }
    if !keys_are_here || configuration.kurrentdb_file.is_some() {
        let master = master_key(configuration, false, findings);
        if let Some(master) = master.filter(|_| keys_are_here && !running) {
            opened_by(configuration, master, findings);
        }
        return;
    }
    let log_is_empty = log(configuration, findings);
    let master = master_key(configuration, log_is_empty, findings);
    keys(
        configuration,
        log_is_empty,
        master.filter(|_| !running),
        findings,
    );
}

/// Whether the servers that keep log and keys can be used. What they hold is looked after by their own tools.
#[cfg(feature = "jetstream")]
async fn on_nats(configuration: &Configuration, findings: &mut Findings) {
    let servers = &configuration.nats_servers;
    match crate::backend::nats::connect_once(configuration).await {
        Ok(_) => findings.fine(&format!("the settings name NATS, and its servers answer: {servers}")),
        Err(error) => findings.wrong(
            &format!("the settings name NATS: {error}"),
            "Start the servers, or put `nats_servers`, `nats_credentials` and `nats_certificates` right.",
        ),
    }
}

#[cfg(not(feature = "jetstream"))]
async fn on_nats(_: &Configuration, findings: &mut Findings) {
    findings.wrong(
        "`nats_servers` is set, and this program was built without NATS",
        "Build it with `--features jetstream`, or take the setting away.",
    );
}

/// Whether the database that keeps the log can be used.
#[cfg(feature = "kurrentdb")]
async fn in_kurrentdb(configuration: &Configuration, file: &Path, findings: &mut Findings) {
    match crate::backend::kurrentdb::log_once(configuration, file).await {
        Ok(_) => findings.fine("the log is in KurrentDB, and can be opened"),
        Err(error) => findings.wrong(
            &format!("the log is in KurrentDB: {error:#}"),
            "Start the database, or put `kurrentdb_file` and `log_name` right.",
        ),
    }
}

#[cfg(not(feature = "kurrentdb"))]
async fn in_kurrentdb(_: &Configuration, _: &Path, findings: &mut Findings) {
    findings.wrong(
        "`kurrentdb_file` is set, and this program was built without KurrentDB",
        "Build it with `--features kurrentdb`, or take the setting away.",
    );
}

fn written_to(folder: &Path) -> io::Result<()> {
    let probe = folder.join(PROBE);
    fs::write(&probe, "")?;
    fs::remove_file(probe)
}

/// Whether the log holds nothing yet.
fn log(configuration: &Configuration, findings: &mut Findings) -> bool {
    let file = configuration.data_folder.join(LOG_FILE);
    if !file.exists() {
        return true;
    }
    match eventlog_sqlite::verify(&file) {
        Ok(verified) => {
            findings.fine(&format!(
                "the log is whole: {} commits, {} records",
                verified.commits, verified.records
            ));
            verified.commits == 0
        }
        Err(error) => {
            findings.wrong(
                &format!("the log: {error}"),
                "Stop the system, keep the file as it is, and restore the log from its last good copy.",
            );
            false
        }
    }
}

fn master_key(
    configuration: &Configuration,
    log_is_empty: bool,
    findings: &mut Findings,
) -> Option<MasterKeys> {
    let text = configuration.master_key_text();
    let master = text
        .map_err(|error| error.to_string())
        .and_then(|text| MasterKeys::from_text(&text).map_err(|error| error.to_string()));
    match master {
        Ok(master) => {
            match key_file_open_to_others(configuration) {
                None => findings.fine("the master key can be read"),
                Some(file) => findings.wrong(
                    "the master key file can be read by others on this machine",
                    &format!("Run `chmod 600 {}`.", file.display()),
                ),
            }
            Some(master)
        }
        Err(error) => {
            findings.wrong(&error, &format!("{}.", master_key_remedy(log_is_empty)));
            None
        }
    }
}

/// The keys; opened with the master key where that is given. A running system holds them itself.
fn keys(
    configuration: &Configuration,
    log_is_empty: bool,
    master: Option<MasterKeys>,
    findings: &mut Findings,
) {
    let file = configuration.data_folder.join(KEYS_FILE);
    match (file.exists(), log_is_empty) {
        (false, true) => return findings.note("the system is new: there are no keys yet"),
        (false, false) => {
            return findings.wrong(
                "there is a log, and no keys",
                "Restore keys.db from the backup taken after the log's.",
            );
        }
        (true, _) if !configuration.data_folder.join(LOG_FILE).exists() => {
            return findings.wrong(
                "there are keys, and no log",
                "Restore log.db from its backup.",
            );
        }
        (true, _) => {}
    }
    let Some(master) = master else {
        return findings.fine("the keys are there");
    };
    opened_by(configuration, master, findings);
}

/// Whether the master key opens the keys of the data folder.
fn opened_by(configuration: &Configuration, master: MasterKeys, findings: &mut Findings) {
    let file = configuration.data_folder.join(KEYS_FILE);
    match SqliteKeyring::open(&file, master, false) {
        Ok(_) => findings.fine("the master key opens the keys"),
        Err(error) => findings.wrong(
            &format!("the keys cannot be opened: {error}"),
            "Give the master key that was used before; where it is the file that is damaged, restore keys.db from its newest backup.",
        ),
    }
}
