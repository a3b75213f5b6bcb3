//! Opening the log: what names it is made where it is not there.

use std::time::Duration;

use eventlog::{
    Error, LogId,
    remote::{Server, check_name},
};
use eventstore::{
    AppendToStreamOptions, EventData, ReadStreamOptions, StreamPosition, StreamState,
};
use uuid::Uuid;

use crate::{KurrentLog, server::Kurrent, supervised::Supervised};

/// The type of the event that names a log.
const LOG: &str = "log";
/// How often a start is tried that finds nobody: the nodes in turn.
const TRIES: u32 = 4;
/// How long is waited between two of these.
const PAUSE: Duration = Duration::from_millis(200);

/// What is chosen when a log is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the database is reached: `kurrentdb://user:password@node:2113,node:2113?tls=true`, each node by name.
    pub connection: String,
    /// What the log is called: the first part of its streams' names. Letters, digits and dashes.
    pub name: String,
    /// The log's id, should there be no log.
    pub id_if_new: LogId,
}

/// Opens the log of this name; where there is none it is made. Of several that make it at once, all are given one.
///
/// # Errors
/// [`Error::Unavailable`], whose reason says what to change; trying again helps where no node answered.
pub async fn open(options: Options) -> Result<KurrentLog, Error> {
    let Options {
        connection,
        name,
        id_if_new,
    } = options;
    let unusable = |reason: String| Error::Unavailable {
        reason,
        retry: false,
    };
    check_name(&name)?;
    let supervised = Supervised::new(&connection)
        .map_err(|problem| unusable(format!("the connection string {problem}")))?;
    let mut tries = 1;
    let id = loop {
        match named(&supervised, &name, id_if_new).await {
            Ok(id) => break id,
            Err(error) if error.retry_helps() && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
        tokio::time::sleep(PAUSE).await;
    };
    let server = Kurrent::new(supervised, &name);
    let head = server.head().await?;
    Ok(KurrentLog::new(id, server, head))
}

/// The id of the log of this name: what was written first counts.
async fn named(supervised: &Supervised, name: &str, id: LogId) -> Result<LogId, Error> {
    let stream = format!("{name}-log");
    let current = supervised.client()?;
    let event = EventData::binary(LOG, id.to_string().into_bytes().into()).id(id.0);
    let options = AppendToStreamOptions::default()
        .stream_state(StreamState::NoStream)
        .requires_leader(true);
    let made = async {
        match current
            .client
            .append_to_stream(stream.as_str(), &options, event)
            .await
        {
            Ok(_) | Err(eventstore::Error::WrongExpectedVersion { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    };
    supervised.bounded(&current, made).await?;
    let options = ReadStreamOptions::default()
        .position(StreamPosition::Start)
        .max_count(1)
        .requires_leader(true);
    let read = async {
        let mut events = current
            .client
            .read_stream(stream.as_str(), &options)
            .await?;
        events.next().await
    };
    let first = supervised.bounded(&current, read).await?;
    let first = first.ok_or_else(|| Error::Unavailable {
        reason: "the database broke off a read".to_owned(),
        retry: true,
    })?;
    let text = String::from_utf8_lossy(&first.get_original_event().data).into_owned();
    let id = Uuid::parse_str(&text).map_err(|_| Error::Unavailable {
        reason: format!("the stream {stream} names no log; choose another name"),
        retry: false,
    })?;
    Ok(LogId(id))
}
