//! A key-value bucket, by the layout that other NATS tools know (ADR-8), with the leader asked for every value: a replica
//! may lag behind, and a key that was destroyed must not be found there. Each step is tried until a leader answers.
//!
//! Entries of the keyring: `root`; `masters.<version>`; `keys.<name>` (empty: destroyed); `lookup.<digest>` → person;
//! `sole.<person>` → digest; `known.<person>.<digest>`. Revisions that are no longer valid are written over on disk.

use std::time::Duration;

use ::bytes::Bytes;
use async_nats::{
    Client,
    jetstream::{
        self, Context,
        context::PublishErrorKind,
        message::PublishMessage,
        stream::{
            Config, DiscardPolicy, LastRawMessageErrorKind, RawMessageErrorKind, StorageType,
            Stream,
        },
    },
};
use futures::TryStreamExt;
use tokio::time::{Instant, sleep};

use crate::keyring::{Error, Result};

/// How long a step is tried: a cluster that lost its leader takes five to seven seconds to find another.
const STEP_WITHIN: Duration = Duration::from_secs(20);
/// How long the answer to one request is waited for.
const REQUEST_WITHIN: Duration = Duration::from_secs(2);
/// How long is waited before it is tried again: at first, and at most.
const PAUSES: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(500)];
/// What a bucket is made as, where there is none.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its name: letters, digits and dashes.
    pub name: String,
    /// What it is for, as NATS's own tools show it.
    pub description: String,
    /// On how many servers each value is kept before it is acknowledged.
    pub replicas: usize,
    /// Revisions of one entry that may be there until the older ones are written over or let go of.
    pub revisions: i64,
}

/// A replicated bucket of values by name.
pub struct Bucket {
    context: Context,
    stream: Stream,
    prefix: String,
}

/// The value of an entry.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its revision: the stream's sequence.
    pub revision: u64,
    /// Its bytes.
    pub value: Bytes,
}

/// What became of making an entry.
#[derive(Debug)]
pub enum Created {
    /// It was made.
    New,
    /// One stands there already.
    Stands(Stored),
}

impl Bucket {
    /// The bucket of this name; made where there is none.
    ///
    /// # Errors
    /// [`Error::Servers`], as of every other step.
    pub async fn open(client: Client, made: Made) -> Result<Self> {
        let Made {
            name,
            description,
            replicas,
            revisions,
        } = made;
        let context = jetstream::ContextBuilder::new()
            .timeout(REQUEST_WITHIN)
            .ack_timeout(REQUEST_WITHIN)
            .build(client);
        let prefix = format!("$KV.{name}.");
        let config = Config {
            name: format!("KV_{name}"),
            description: Some(description),
            subjects: vec![format!("{prefix}>")],
            storage: StorageType::File,
            num_replicas: replicas,
            discard: DiscardPolicy::New,
            max_messages: -1,
            max_bytes: -1,
            max_messages_per_subject: revisions,
            allow_rollup: true,
            allow_direct: false,
            ..Default::default()
        };
        // Where somebody has made it, what stands there counts.
        let made = context.create_stream(config.clone()).await;
        let stream = match context.get_stream(&config.name).await {
            Ok(stream) => stream,
            Err(error) => return Err(made.map_or_else(unreached, |_| unreached(error))),
        };
        let there = &stream.cached_info().config;
        if there.storage != StorageType::File {
            return Err(unusable(format!("the bucket {name} is not kept in files")));
        }
        if there.num_replicas < replicas {
            return Err(unusable(format!(
                "the bucket {name} has fewer than {replicas} replicas"
            )));
        }
        if there.allow_direct {
            return Err(unusable(format!(
                "the bucket {name} is read from any replica, which may lag behind; take `allow_direct` off"
            )));
        }
        Ok(Self {
            context,
            stream,
            prefix,
        })
    }

    /// The value that stands there now.
    ///
    /// # Errors
    /// [`Error::Servers`] where no leader answers in time.
    pub async fn get(&self, entry: &str) -> Result<Option<Stored>> {
        let subject = self.subject(entry);
        let mut patience = Patience::new();
        loop {
            match self.stream.get_last_raw_message_by_subject(&subject).await {
                Ok(message) => {
                    return Ok(Some(Stored {
                        revision: message.sequence,
                        value: message.payload,
                    }));
                }
                Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                    return Ok(None);
                }
                Err(error) => patience.after(&error).await?,
            }
        }
    }

    /// Makes an entry where there is none.
    ///
    /// # Errors
    /// [`Error::Servers`] where no leader answers in time.
    pub async fn create(&self, entry: &str, value: Bytes) -> Result<Created> {
        let mut patience = Patience::new();
        let mut in_doubt = false;
        loop {
            let error = match self.publish(entry, value.clone(), Some(0)).await {
                Ok(_) => return Ok(Created::New),
                Err(error) => error,
            };
            in_doubt |= error.kind() != PublishErrorKind::WrongLastSequence;
            match self.get(entry).await? {
                // An earlier try of ours was taken without our hearing of it.
                Some(stored) if in_doubt && stored.value == value => return Ok(Created::New),
                Some(stored) => return Ok(Created::Stands(stored)),
                None => patience.after(&error).await?,
            }
        }
    }

    /// Puts a value there, whatever stood there, and gives its revision.
    ///
    /// # Errors
    /// [`Error::Servers`] where no leader answers in time.
    pub async fn put(&self, entry: &str, value: Bytes) -> Result<u64> {
        let mut patience = Patience::new();
        loop {
            match self.publish(entry, value.clone(), None).await {
                Ok(revision) => return Ok(revision),
                Err(error) => patience.after(&error).await?,
            }
        }
    }

    /// Puts a value there where this revision still stands; otherwise says no.
    ///
    /// # Errors
    /// [`Error::Servers`] where no leader answers in time.
    pub async fn update(&self, entry: &str, value: Bytes, revision: u64) -> Result<bool> {
        let mut patience = Patience::new();
        loop {
            let error = match self.publish(entry, value.clone(), Some(revision)).await {
                Ok(_) => return Ok(true),
                Err(error) => error,
            };
            match self.get(entry).await? {
                Some(stored) if stored.revision == revision => patience.after(&error).await?,
                _ => return Ok(false),
            }
        }
    }

    /// Writes over every revision before this one, on every server.
    pub(super) async fn erase_before(&self, entry: &str, revision: u64) -> Result<()> {
        let subject = self.subject(entry);
        let mut patience = Patience::new();
        loop {
            let next = self
                .stream
                .raw_message_builder()
                .sequence(1)
                .next_by_subject(subject.as_str())
                .send()
                .await;
            match next {
                Ok(message) if message.sequence >= revision => return Ok(()),
                Ok(message) => match self.stream.delete_message(message.sequence).await {
                    Ok(_) => {}
                    Err(error) => patience.after(&error).await?,
                },
                Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => return Ok(()),
                Err(error) => patience.after(&error).await?,
            }
        }
    }

    /// Takes an entry away with all its revisions.
    ///
    /// # Errors
    /// [`Error::Servers`] where no leader answers in time.
    pub async fn remove(&self, entry: &str) -> Result<()> {
        self.erase_before(entry, u64::MAX).await
    }

    /// The entries whose names fit, where `*` stands for one part and `>` for all that follow.
    ///
    /// # Errors
    /// [`Error::Servers`] where no leader answers in time.
    pub async fn entries(&self, fitting: &str) -> Result<Vec<String>> {
        let subject = self.subject(fitting);
        let mut patience = Patience::new();
        loop {
            let listed: Result<Vec<_>, _> = match self.stream.info_with_subjects(&subject).await {
                Ok(info) => info.try_collect().await,
                Err(error) => Err(error),
            };
            match listed {
                Ok(listed) => {
                    let entries = listed
                        .into_iter()
                        .filter_map(|(subject, _): (String, usize)| {
                            Some(subject.strip_prefix(&self.prefix)?.to_owned())
                        });
                    return Ok(entries.collect());
                }
                Err(error) => patience.after(&error).await?,
            }
        }
    }

    pub(super) fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The entry that a message is about.
    pub(super) fn entry<'a>(prefix: &str, subject: &'a str) -> Option<&'a str> {
        subject.strip_prefix(prefix)
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    fn subject(&self, entry: &str) -> String {
        format!("{}{entry}", self.prefix)
    }

    async fn publish(
        &self,
        entry: &str,
        value: Bytes,
        revision: Option<u64>,
    ) -> Result<u64, jetstream::context::PublishError> {
        let mut message = PublishMessage::build().payload(value);
        if let Some(revision) = revision {
            message = message.expected_last_subject_sequence(revision);
        }
        let subject = self.subject(entry);
        let taken = self.context.send_publish(subject, message).await?.await?;
        Ok(taken.sequence)
    }
}

/// How long something is tried again.
struct Patience {
    until: Instant,
    pause: Duration,
}

impl Patience {
    fn new() -> Self {
        Self {
            until: Instant::now() + STEP_WITHIN,
            pause: PAUSES[0],
        }
    }

    /// Waits a little longer each time, and gives up when the time has come.
    async fn after(&mut self, error: &(dyn std::error::Error + Sync)) -> Result<()> {
        if Instant::now() + self.pause >= self.until {
            return Err(unreached(error));
        }
        sleep(self.pause).await;
        self.pause = (self.pause * 2).min(PAUSES[1]);
        Ok(())
    }
}

pub(super) fn unreached(error: impl std::fmt::Display) -> Error {
    Error::Servers {
        reason: error.to_string(),
        retry: true,
    }
}

pub(super) fn unusable(reason: String) -> Error {
    Error::Servers {
        reason,
        retry: false,
    }
}
