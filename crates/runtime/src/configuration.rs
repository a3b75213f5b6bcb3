//! What an operator can set, and where from: defaults, then a TOML file, then `THROUGHLINE_*` in the
//! environment, then flags; the later wins.
//!
//! To add a setting: a field here with its default, and a row in `configuration/settings.rs`. Reading the
//! sources and explaining what is wrong with them is in `configuration/sources.rs`.

mod settings;
mod sources;

use std::{
    env,
    ffi::OsString,
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use settings::{SETTINGS, Setting};

/// The environment variable that may hold the master keys themselves.
pub const MASTER_KEY_VARIABLE: &str = "THROUGHLINE_MASTER_KEY";

/// What the process was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The folder that holds everything durable but the master keys.
    pub data_folder: PathBuf,
    /// Where gRPC is served.
    pub listen: SocketAddr,
    /// Where the pages are served.
    pub pages_listen: SocketAddr,
    /// What the deployer calls it, in the pages' header.
    pub pages_title: String,
    /// The file with the deployer's logo, SVG or PNG, for the pages' header.
    pub pages_logo: Option<PathBuf>,
    /// Whom to ring about somebody's safety: the council's numbers, in and out of hours. Empty: the pages name none.
    pub pages_safeguarding: String,
    /// NATS servers that keep log and keys, their addresses with commas between; empty: both are in the data folder.
    pub nats_servers: String,
    /// The file with credentials for them; none where they ask for none.
    pub nats_credentials: Option<PathBuf>,
    /// The file with the certificates of whoever signed theirs; none for those of the system.
    pub nats_certificates: Option<PathBuf>,
    /// What the log is called on NATS or in KurrentDB.
    pub log_name: String,
    /// On how many servers everything is kept before it is acknowledged.
    pub nats_replicas: usize,
    /// The organisations whose own systems hear on NATS who changed, their codes with commas between.
    pub nats_feeds: String,
    /// The file with the connection string of the KurrentDB database that keeps the log; none: it is not kept there.
    pub kurrentdb_file: Option<PathBuf>,
    /// The roles of this process: `all`, or some of cases, projector, views, web and timekeeper.
    pub roles: String,
    /// Where the processes of one system are served what is for these alone.
    pub listen_inside: SocketAddr,
    /// Where the processes with the role cases serve gRPC, for those with the pages.
    pub cases_at: String,
    /// Where the processes with the role views serve gRPC, for those with the pages.
    pub views_at: String,
    /// Where the processes with the role cases serve the others of this system.
    pub cases_inside: String,
    /// Where the processes with the role projector serve the others of this system; all of them.
    pub projectors_inside: String,
    /// Which of those this process, or the one that makes its files, is: it makes the files of its share of the
    /// organisations. 0: it makes all.
    pub projector_number: usize,
    /// Where the projector of this data folder serves, for a process with the role views and without projector.
    pub projector_inside: String,
    /// The file with what all processes with the pages keep accounts and sessions with; none: it follows from the master key.
    pub pages_secret_file: Option<PathBuf>,
    /// The public keys by which other processes know what the pages say of who asks, with commas between; empty: the pages
    /// are in this process.
    pub pages_public_keys: String,
    /// The address at which browsers reach the pages, such as `https://throughline.example`; empty: that of this machine.
    pub pages_address: String,
    /// Whether people sign in with accounts of this system's own.
    pub accounts: bool,
    /// Whether those need a second factor.
    pub accounts_second_factor: bool,
    /// After how many minutes without anything asked somebody is signed out.
    pub session_idle_minutes: u16,
    /// After how many hours somebody is signed out in any case.
    pub session_hours: u16,
    /// Where figures are served to Prometheus, at /metrics; none: nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// Where traces are sent by OTLP over gRPC; empty: nowhere.
    pub traces_at: String,
    /// The file with the master keys, outside the data folder.
    pub master_key_file: Option<PathBuf>,
    /// Whether callers are believed without proof; only on this machine's own address.
    pub development_callers: bool,
    /// The OpenID Connect issuer whose tokens callers show, its address to the letter; empty: none.
    pub sign_in_issuer: String,
    /// What its tokens call this server (`aud`).
    pub sign_in_audience: String,
    /// The claim that names the worker.
    pub sign_in_worker_claim: String,
    /// The claim with the code of the organisation that they act for.
    pub sign_in_organisation_claim: String,
    /// The claim with their role, by this system's names.
    pub sign_in_role_claim: String,
    /// By what the issuer knows the pages (`client_id`); empty: nobody signs in there.
    pub sign_in_client_id: String,
    /// The file with what the pages show the issuer; none where it asks for nothing.
    pub sign_in_client_secret_file: Option<PathBuf>,
    /// What the issuer is called, on the button.
    pub sign_in_name: String,
    /// The file with the certificate (and those between) that callers and browsers are shown; none: no TLS here.
    pub tls_certificate_file: Option<PathBuf>,
    /// The file with its key.
    pub tls_key_file: Option<PathBuf>,
    /// The file with the certificates by which the processes of this system know each other's; none: no TLS between them.
    pub tls_inside_authority_file: Option<PathBuf>,
    /// The most connections to a port at a time.
    pub connections_max: u16,
    /// The most of them from one address.
    pub connections_per_address: u16,
    /// How old a gRPC connection gets, in minutes, before it is made anew.
    pub connection_minutes: u16,
    /// The most gRPC calls at a time.
    pub calls_max: u16,
    /// The most of them from one address.
    pub calls_per_address: u16,
    /// The most of them of one caller.
    pub calls_per_caller: u16,
    /// How long a gRPC call may take, in seconds.
    pub call_within_s: u16,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written, in the notation of `tracing_subscriber::EnvFilter`.
    pub log_filter: String,
    /// How long the parts of the process may take to stop, in seconds.
    pub stop_within_s: u64,
    /// The master keys, where the environment held them.
    #[serde(skip)]
    master_key: Option<MasterKeyText>,
    /// The one password of a sandbox of invented people: set by the demo, and by nothing that an operator can write.
    #[serde(skip)]
    sandbox_password: Option<&'static str>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For reading.
    #[default]
    Text,
    /// One JSON object a line, for collecting.
    Json,
}

/// What is wrong with the configuration. Every message names the key, the source and the remedy, and none
/// repeats a master key. Trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration file cannot be read.
    #[error("configuration file {}: {source}; check the path and its permissions", path.display())]
    File {
        /// The file in question.
        path: PathBuf,
        /// What the system reported.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("configuration file {}: {problem}; correct it", path.display())]
    NotToml {
        /// The file in question.
        path: PathBuf,
        /// Where the parser stopped, and why.
        problem: String,
    },
    /// A key that does not exist.
    #[error("{place}: there is no setting `{key}`; {remedy}")]
    UnknownKey {
        /// The key as it was written.
        key: String,
        /// Where it was written.
        place: String,
        /// What to do.
        remedy: String,
    },
    /// A value that does not fit its key.
    #[error("{place}: `{key}` {problem}; {remedy}")]
    Invalid {
        /// The key.
        key: String,
        /// Where its value was written.
        place: String,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// No master key was given.
    #[error(
        "there is no master key: set `master_key_file` (--master-key-file, or THROUGHLINE_MASTER_KEY_FILE) to a file outside the data folder, or THROUGHLINE_MASTER_KEY to its content"
    )]
    NoMasterKey,
    /// Two master keys were given.
    #[error("both `master_key_file` and THROUGHLINE_MASTER_KEY are set; keep one of them")]
    TwoMasterKeys,
    /// The master key file lies beside what it protects.
    #[error("`master_key_file` {} lies in the data folder, where a stolen copy would open itself; move it elsewhere", path.display())]
    MasterKeyInDataFolder {
        /// The file in question.
        path: PathBuf,
    },
    /// The master key file cannot be read.
    #[error("`master_key_file` {}: {source}; check the path and its permissions", path.display())]
    MasterKeyFile {
        /// The file in question.
        path: PathBuf,
        /// What the system reported.
        source: std::io::Error,
    },
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            data_folder: PathBuf::from("data"),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 7400)),
            pages_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 7480)),
            pages_title: "Throughline".to_owned(),
            pages_logo: None,
            pages_safeguarding: String::new(),
            nats_servers: String::new(),
            nats_credentials: None,
            nats_certificates: None,
            log_name: "throughline".to_owned(),
            nats_replicas: 3,
            nats_feeds: String::new(),
            kurrentdb_file: None,
            roles: "all".to_owned(),
            listen_inside: SocketAddr::from((Ipv4Addr::LOCALHOST, 7410)),
            cases_at: String::new(),
            views_at: String::new(),
            cases_inside: String::new(),
            projectors_inside: String::new(),
            projector_number: 0,
            projector_inside: String::new(),
            pages_secret_file: None,
            pages_public_keys: String::new(),
            pages_address: String::new(),
            accounts: true,
            accounts_second_factor: true,
            session_idle_minutes: 30,
            session_hours: 12,
            metrics_listen: None,
            traces_at: String::new(),
            master_key_file: None,
            development_callers: false,
            sign_in_issuer: String::new(),
            sign_in_audience: String::new(),
            sign_in_worker_claim: "sub".to_owned(),
            sign_in_organisation_claim: "organisation".to_owned(),
            sign_in_role_claim: "role".to_owned(),
            sign_in_client_id: String::new(),
            sign_in_client_secret_file: None,
            sign_in_name: "your organisation".to_owned(),
            tls_certificate_file: None,
            tls_key_file: None,
            tls_inside_authority_file: None,
            connections_max: 2_000,
            connections_per_address: 500,
            connection_minutes: 60,
            calls_max: 1_000,
            calls_per_address: 500,
            calls_per_caller: 200,
            call_within_s: 30,
            log_format: LogFormat::Text,
            log_filter: "info".to_owned(),
            stop_within_s: 20,
            master_key: None,
            sandbox_password: None,
        }
    }
}

impl Configuration {
    /// For a sandbox of invented people, all of whom have this password and no second factor.
    pub fn make_sandbox(&mut self, password: &'static str) {
        self.accounts = true;
        self.accounts_second_factor = false;
        self.sandbox_password = Some(password);
    }

    /// The one password of a sandbox; none anywhere else.
    pub fn sandbox_password(&self) -> Option<&str> {
        self.sandbox_password
    }

    /// Reads the sources: defaults, then `file`, then the environment, then `overrides`. The overrides are
    /// what flags said, as a map or a struct of options: entries that are none leave a setting as it was.
    ///
    /// # Errors
    /// [`Error`], for the first thing that is wrong.
    pub fn load(file: Option<&Path>, overrides: impl Serialize) -> Result<Self, Error> {
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self::load_from(file, env::vars_os().filter_map(text), overrides)
    }

    /// As [`Configuration::load`], from this environment in place of the process's own.
    ///
    /// # Errors
    /// [`Error`], for the first thing that is wrong.
    pub fn load_from(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        overrides: impl Serialize,
    ) -> Result<Self, Error> {
        let (mut variables, mut master_key) = (Vec::new(), None);
        for (name, value) in environment {
            match name.as_str() {
                MASTER_KEY_VARIABLE => master_key = Some(MasterKeyText(Zeroizing::new(value))),
                _ => variables.push((name, value)),
            }
        }
        let mut configuration = sources::read(file, &variables, overrides)?;
        configuration.master_key = master_key.filter(|text| !text.0.trim().is_empty());
        Ok(configuration)
    }

    /// The text of the master keys, from the environment or the file; wiped when it is dropped.
    ///
    /// # Errors
    /// Where neither or both are set, and where the file cannot be read or lies in the data folder.
    pub fn master_key_text(&self) -> Result<Zeroizing<String>, Error> {
        let path = match (&self.master_key, &self.master_key_file) {
            (Some(_), Some(_)) => return Err(Error::TwoMasterKeys),
            (Some(text), None) => return Ok(text.0.clone()),
            (None, None) => return Err(Error::NoMasterKey),
            (None, Some(path)) => path,
        };
        let failed = |source| Error::MasterKeyFile {
            path: path.clone(),
            source,
        };
        let real_path = path.canonicalize().map_err(failed)?;
        if self
            .data_folder
            .canonicalize()
            .is_ok_and(|folder| real_path.starts_with(folder))
        {
            return Err(Error::MasterKeyInDataFolder { path: path.clone() });
        }
        std::fs::read_to_string(real_path)
            .map(Zeroizing::new)
            .map_err(failed)
    }

    /// How long the parts of the process may take to stop.
    pub fn stop_within(&self) -> Duration {
        Duration::from_secs(self.stop_within_s)
    }
}

/// The master keys as the environment held them: never printed.
#[derive(Clone, PartialEq, Eq)]
struct MasterKeyText(Zeroizing<String>);

impl fmt::Debug for MasterKeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(given)")
    }
}
