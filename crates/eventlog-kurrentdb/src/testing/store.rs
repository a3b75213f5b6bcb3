//! How the events of the protocol are kept in a log of ours: each append is one commit of a stream named by the digest of
//! the client's name for it. What is too large for that goes before it, in pieces, to a stream of its own.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use eventlog::{
    Commit, Error, EventLog, Expected, Header, NewCommit, NewRecord, Position, StreamName, Version,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How many commits are read at a time.
const PAGE: usize = 256;
/// What is larger is kept in pieces of this size.
const PIECE_BYTES: usize = 256 * 1024;
/// The kinds of streams: of events, and of pieces.
const EVENTS: &str = "events";
const PIECES: &str = "pieces";
/// More events than one commit holds: positions of events are those of commits, times this.
pub(super) const EVENTS_OF_COMMIT_MAX: u64 = 512;

/// An event that a client proposes.
#[derive(Clone, Debug)]
pub(super) struct Proposed {
    pub(super) id: Uuid,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) custom_metadata: Bytes,
    pub(super) data: Bytes,
}

/// An event as it is read.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) stream: String,
    pub(super) revision: u64,
    pub(super) position: u64,
    pub(super) proposed: Proposed,
}

/// What a client takes a stream to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expecting {
    Revision(u64),
    NoStream,
    Any,
    StreamExists,
}

/// What became of an append.
pub(super) enum Outcome {
    /// The revision and position of its last event.
    Taken { revision: u64, position: u64 },
    /// The stream has this revision; none, where it has no event.
    Wrong(Option<u64>),
}

/// What stands before an event's bytes.
#[derive(Serialize, Deserialize)]
struct Front {
    stream: String,
    metadata: BTreeMap<String, String>,
    custom_metadata_bytes: usize,
    in_pieces: Option<String>,
}

pub(super) struct Store {
    pub(super) log: Arc<dyn EventLog>,
    versions: Mutex<HashMap<StreamName, Version>>,
}

impl Store {
    pub(super) fn new(log: Arc<dyn EventLog>) -> Self {
        Self {
            log,
            versions: Mutex::default(),
        }
    }

    pub(super) async fn append(
        &self,
        stream: &str,
        expecting: Expecting,
        events: &[Proposed],
    ) -> Result<Outcome, Error> {
        let name = named(EVENTS, stream.as_bytes())?;
        let version = self.version(&name).await?;
        let revision = version.0.checked_sub(1);
        let expected = match expecting {
            Expecting::Revision(revision) => Version(revision + 1),
            Expecting::NoStream => Version::EMPTY,
            Expecting::StreamExists if version == Version::EMPTY => {
                return Ok(Outcome::Wrong(None));
            }
            Expecting::Any | Expecting::StreamExists => version,
        };
        if expected != version {
            // The same events behind the same one: it was taken before, and is answered as it was then.
            let there = self.of_stream(stream, expected.0, events.len()).await?;
            let is_same = there.len() == events.len()
                && there
                    .iter()
                    .zip(events)
                    .all(|(one, other)| one.proposed.id == other.id);
            return Ok(match there.last().filter(|_| is_same) {
                Some(last) => Outcome::Taken {
                    revision: last.revision,
                    position: last.position,
                },
                None => Outcome::Wrong(revision),
            });
        }
        let mut records = Vec::new();
        for event in events {
            records.push(self.record(stream, event).await?);
        }
        let count = records.len() as u64;
        let commit = NewCommit::new(records)?;
        match self
            .log
            .append(&name, Expected::Version(expected), commit)
            .await
        {
            Ok(appended) => {
                self.seen(&name, appended.version);
                Ok(Outcome::Taken {
                    revision: appended.version.0 - 1,
                    position: appended.position.0 * EVENTS_OF_COMMIT_MAX + count - 1,
                })
            }
            Err(Error::Conflict { actual, .. }) => {
                self.seen(&name, actual);
                Ok(Outcome::Wrong(actual.0.checked_sub(1)))
            }
            Err(error) => Err(error),
        }
    }

    /// Events of a stream from a revision on, in order.
    pub(super) async fn of_stream(
        &self,
        stream: &str,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Event>, Error> {
        let name = named(EVENTS, stream.as_bytes())?;
        let mut events = Vec::new();
        let mut after = Version(from);
        while events.len() < limit {
            let commits = self.log.read_stream(&name, after, PAGE).await?;
            let Some(last) = commits.last() else { break };
            after = last.last_version();
            for commit in &commits {
                events.extend(self.events(commit).await?);
            }
            events.retain(|event: &Event| event.revision >= from);
        }
        events.truncate(limit);
        Ok(events)
    }

    /// The revision of a stream's last event; none, where it has none.
    pub(super) async fn last_of(&self, stream: &str) -> Result<Option<u64>, Error> {
        let name = named(EVENTS, stream.as_bytes())?;
        Ok(self.version(&name).await?.0.checked_sub(1))
    }

    /// The next events of the log behind a position (none: from its beginning), and up to which commit was looked.
    pub(super) async fn behind(
        &self,
        position: Option<u64>,
    ) -> Result<(Vec<Event>, Option<Position>), Error> {
        let after = position.map_or(0, |position| position / EVENTS_OF_COMMIT_MAX);
        let commits = self.log.read_log(Position(after), PAGE).await?;
        let looked = commits.last().map(|commit| commit.position);
        let mut events = Vec::new();
        for commit in &commits {
            events.extend(self.events(commit).await?);
        }
        Ok((events, looked))
    }

    /// The events of the commits in this range of the log, in order.
    pub(super) async fn between(&self, after: u64, up_to: u64) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let limit = usize::try_from(up_to - after).unwrap_or(PAGE);
        let commits = self.log.read_log(Position(after), limit).await?;
        for commit in commits.iter().filter(|commit| commit.position.0 <= up_to) {
            events.extend(self.events(commit).await?);
        }
        Ok(events)
    }

    async fn record(&self, stream: &str, event: &Proposed) -> Result<NewRecord, Error> {
        let in_pieces = match event.data.len() > PIECE_BYTES {
            true => Some(self.pieces(&event.data).await?),
            false => None,
        };
        let front = Front {
            stream: stream.to_owned(),
            metadata: event.metadata.clone(),
            custom_metadata_bytes: event.custom_metadata.len(),
            in_pieces,
        };
        let text = serde_json::to_vec(&front).map_err(|error| broken(&error.to_string()))?;
        let length = u32::try_from(text.len()).map_err(|_| broken("too much metadata"))?;
        let mut sealed = length.to_be_bytes().to_vec();
        sealed.extend(text);
        sealed.extend_from_slice(&event.custom_metadata);
        if front.in_pieces.is_none() {
            sealed.extend_from_slice(&event.data);
        }
        Ok(record(event.id, sealed.into()))
    }

    /// Keeps what is large, under the name of its digest.
    async fn pieces(&self, data: &Bytes) -> Result<String, Error> {
        let name = named(PIECES, data)?;
        for (number, piece) in data.chunks(PIECE_BYTES).enumerate() {
            let commit = NewCommit::new(vec![record(Uuid::nil(), Bytes::copy_from_slice(piece))])?;
            let expected = Expected::Version(Version(number as u64));
            match self.log.append(&name, expected, commit).await {
                Ok(_) | Err(Error::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(name.to_string())
    }

    async fn events(&self, commit: &Commit) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        if !commit.stream.as_str().starts_with(EVENTS) {
            return Ok(events);
        }
        for (index, record) in (0..).zip(&commit.records) {
            let sealed = &record.sealed;
            let (length, rest) = sealed
                .split_first_chunk::<4>()
                .ok_or_else(|| broken("an event"))?;
            let length = u32::from_be_bytes(*length) as usize;
            let front: Front = rest
                .get(..length)
                .and_then(|text| serde_json::from_slice(text).ok())
                .ok_or_else(|| broken("an event"))?;
            let custom = 4 + length..4 + length + front.custom_metadata_bytes;
            let data = match &front.in_pieces {
                None => sealed.slice(custom.end..),
                Some(name) => {
                    let name = StreamName::new(name).map_err(|_| broken("an event"))?;
                    let pieces = self.log.read_stream(&name, Version::EMPTY, PAGE).await?;
                    let pieces = pieces.iter().flat_map(|commit| &commit.records);
                    pieces
                        .flat_map(|piece| piece.sealed.iter().copied())
                        .collect()
                }
            };
            events.push(Event {
                stream: front.stream,
                revision: commit.first_version.0 - 1 + index,
                position: commit.position.0 * EVENTS_OF_COMMIT_MAX + index,
                proposed: Proposed {
                    id: record.header.event_id,
                    metadata: front.metadata,
                    custom_metadata: sealed.slice(custom),
                    data,
                },
            });
        }
        Ok(events)
    }

    async fn version(&self, name: &StreamName) -> Result<Version, Error> {
        let known = self.versions().get(name).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut version = Version::EMPTY;
        while let Some(last) = self.log.read_stream(name, version, PAGE).await?.last() {
            version = last.last_version();
        }
        self.seen(name, version);
        Ok(version)
    }

    fn seen(&self, name: &StreamName, version: Version) {
        let mut versions = self.versions();
        let known = versions.entry(name.clone()).or_default();
        *known = (*known).max(version);
    }

    fn versions(&self) -> std::sync::MutexGuard<'_, HashMap<StreamName, Version>> {
        self.versions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn named(kind: &str, what: &[u8]) -> Result<StreamName, Error> {
    let digest: String = Sha256::digest(what)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    StreamName::new(&format!("{kind}-{digest}")).map_err(|error| broken(&error.to_string()))
}

fn record(id: Uuid, sealed: Bytes) -> NewRecord {
    let header = Header {
        event_id: id,
        kind: "kept".to_owned(),
        schema: 1,
        recorded_at_ms: 0,
        organisation: "FACADE".to_owned(),
        command_id: id,
        correlation_id: id,
        causation_id: id,
    };
    NewRecord { header, sealed }
}

fn broken(what: &str) -> Error {
    Error::Unavailable {
        reason: format!("the tests' server cannot keep or read {what}"),
        retry: false,
    }
}
