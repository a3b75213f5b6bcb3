//! Connecting, and opening the log: its stream is made where there is none, and refused where it is not as it must be.

use std::{collections::HashMap, path::PathBuf, time::Duration};

use async_nats::{
    Client, ConnectOptions,
    jetstream::{
        self,
        context::CreateStreamErrorKind,
        stream::{Config, DiscardPolicy, Info, PersistenceMode, RetentionPolicy, StorageType},
    },
};
use eventlog::{
    Error, LogId,
    remote::{Server, check_name},
};
use uuid::Uuid;

use crate::{
    JetStreamLog,
    error::unusable,
    server::{JetStream, subjects_of},
};

/// Servers older than this are refused: they do not send batches as they are read here.
const SERVER_MIN: (i64, i64, i64) = (2, 12, 0);
/// How long the first connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long a server remembers the ids of messages. What comes later is found by looking.
const DUPLICATE_WINDOW: Duration = Duration::from_secs(120);
/// Under which name the log's id stands beside its stream.
const LOG_ID: &str = "throughline-log-id";
/// How a file begins that `nsc` wrote.
const CREDENTIALS_BEGIN: &str = "-----BEGIN";
/// Headers and body of the largest commit.
const MESSAGE_BYTES_MAX: i32 = 1024 * 1024;

/// How the servers are reached.
#[derive(Clone, Debug, Default)]
pub struct Connecting {
    /// Their addresses, such as `nats://10.0.0.1:4222` or `tls://…`; any of them, the others are found.
    pub servers: Vec<String>,
    /// A file with credentials: JWT and seed, as `nsc` writes them, or one line with user, colon and password; none where the
    /// servers ask for none.
    pub credentials: Option<PathBuf>,
    /// A file with the certificates of whoever signed the servers'; none for those of the system.
    pub certificates: Option<PathBuf>,
}

/// What is chosen when a log is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// What it is called: its stream's name, and the first part of its subjects. Letters, digits and dashes.
    pub name: String,
    /// On how many servers each commit is kept before it is acknowledged: 3 in a cluster, 1 on a single server.
    pub replicas: usize,
    /// The log's id, should there be no log.
    pub id_if_new: LogId,
}

/// Connects.
///
/// # Errors
/// [`Error::Unavailable`], whose reason says what to change; trying again helps where no server answered.
pub async fn connect(connecting: &Connecting) -> Result<Client, Error> {
    let mut options = ConnectOptions::new()
        .name("throughline")
        .connection_timeout(CONNECT_WITHIN);
    if let Some(path) = &connecting.credentials {
        let wrong =
            |problem: String| unusable(format!("credentials {}: {problem}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        options = match text.trim().split_once(':') {
            Some((user, password)) if !text.contains(CREDENTIALS_BEGIN) => {
                options.user_and_password(user.to_owned(), password.to_owned())
            }
            _ => options
                .credentials(&text)
                .map_err(|error| wrong(error.to_string()))?,
        };
    }
    if let Some(path) = &connecting.certificates {
        options = options.add_root_certificates(path.clone());
    }
    let servers = connecting.servers.join(",");
    let client = options.connect(connecting.servers.clone()).await;
    let client = client.map_err(|error| Error::Unavailable {
        reason: format!("the servers at {servers} cannot be used: {error}"),
        retry: true,
    })?;
    let (major, minor, patch) = SERVER_MIN;
    if !client.is_server_compatible(major, minor, patch) {
        return Err(unusable(format!(
            "the server at {servers} has version {}; {major}.{minor} or later is needed",
            client.server_info().version
        )));
    }
    Ok(client)
}

/// Opens the log of this name; where there is none it is made. Of several that make it at once, all are given one.
///
/// # Errors
/// [`Error::Unavailable`], whose reason says what to change.
pub async fn open(client: Client, options: Options) -> Result<JetStreamLog, Error> {
    let Options {
        name,
        replicas,
        id_if_new,
    } = options;
    check_name(&name)?;
    let prefix = subjects_of(&name);
    let context = jetstream::new(client.clone());
    let wanted = config(&name, &prefix, replicas, id_if_new);
    let made = match context.create_stream(wanted.clone()).await {
        Ok(stream) => Ok(stream.cached_info().clone()),
        // Somebody has made it: what stands there counts.
        Err(error) => match context.get_stream(&name).await {
            Ok(stream) => Ok(stream.cached_info().clone()),
            Err(_) => Err(Error::Unavailable {
                retry: error.kind() != CreateStreamErrorKind::JetStreamUnavailable,
                reason: format!("the log {name} cannot be made: {error}"),
            }),
        },
    };
    let info = made?;
    let id = checked(&info, &wanted)?;
    let server = JetStream::new(client, name);
    let head = server.head().await?;
    Ok(JetStreamLog::new(id, server, head))
}

/// Nothing ever leaves the log: no age, no limit, no deletion. A commit is on disk when it is acknowledged.
fn config(name: &str, prefix: &str, replicas: usize, id: LogId) -> Config {
    Config {
        name: name.to_owned(),
        description: Some("Throughline's event log. Back it up; never purge it.".to_owned()),
        subjects: vec![format!("{prefix}*")],
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::New,
        storage: StorageType::File,
        num_replicas: replicas,
        max_messages: -1,
        max_bytes: -1,
        max_messages_per_subject: -1,
        max_message_size: MESSAGE_BYTES_MAX,
        duplicate_window: DUPLICATE_WINDOW,
        deny_delete: true,
        deny_purge: true,
        allow_direct: true,
        persist_mode: Some(PersistenceMode::Default),
        metadata: HashMap::from([(LOG_ID.to_owned(), id.to_string())]),
        ..Default::default()
    }
}

/// The id of a log whose stream is as it must be.
fn checked(info: &Info, wanted: &Config) -> Result<LogId, Error> {
    let is = &info.config;
    let name = &wanted.name;
    let wrong = |what: &str| {
        Err(unusable(format!(
            "the stream {name} {what}; put it right, or choose another name"
        )))
    };
    let keeps_all = is.max_age.is_zero()
        && is.max_messages <= 0
        && is.max_bytes <= 0
        && is.max_messages_per_subject <= 0
        && is.deny_delete
        && is.deny_purge
        && is.retention == RetentionPolicy::Limits;
    if is.subjects != wanted.subjects {
        return wrong("holds other subjects than a log of this name");
    }
    if is.storage != StorageType::File {
        return wrong("is not kept in files");
    }
    if is.persist_mode == Some(PersistenceMode::Async) {
        return wrong("acknowledges what is not on disk yet");
    }
    if !keeps_all {
        return wrong("does not keep everything for good");
    }
    if !is.allow_direct {
        return wrong("does not let its messages be read directly");
    }
    if is.num_replicas < wanted.num_replicas {
        return wrong(&format!(
            "has {} replicas, and {} are asked for",
            is.num_replicas, wanted.num_replicas
        ));
    }
    let id = is.metadata.get(LOG_ID).map(|id| Uuid::parse_str(id));
    match id {
        Some(Ok(id)) => Ok(LogId(id)),
        _ => wrong("names no log"),
    }
}
