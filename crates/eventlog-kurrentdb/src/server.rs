//! How the database is asked: every read goes to the leader, and none of it is a subscription. A subscription that the
//! server ends cleanly would spin a core in the client and never return, so growth is looked for now and then.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use eventlog::{
    Position, StreamName,
    remote::{Failure, Grown, Place, Server, Stored},
};
use eventstore::{
    Error, EventData, ReadAllOptions, ReadStream, ReadStreamOptions, ResolvedEvent, StreamPosition,
    StreamState, SubscriptionFilter,
};
use uuid::Uuid;

use crate::supervised::Supervised;

/// The type of every event in the database: what it is about, its own headers say.
const COMMIT: &str = "commit";
/// How often growth by others is looked for: while there is some, and when there has been none for long.
const LOOK_AGAIN: [Duration; 2] = [Duration::from_millis(20), Duration::from_millis(250)];

/// The streams of a database that hold a log.
pub struct Kurrent {
    supervised: Supervised,
    /// What stands before a stream of events in the name of the database's stream.
    prefix: String,
}

impl Kurrent {
    pub(crate) fn new(supervised: Supervised, name: &str) -> Self {
        Self {
            supervised,
            prefix: format!("{name}."),
        }
    }

    fn name(&self, stream: &StreamName) -> String {
        format!("{}{stream}", self.prefix)
    }

    fn stored(&self, event: &ResolvedEvent) -> Stored {
        let event = event.get_original_event();
        let stream = event.stream_id().strip_prefix(&self.prefix);
        Stored {
            place: Place {
                position: Position(event.position.commit),
                number: event.revision,
            },
            stream: stream.unwrap_or_default().to_owned(),
            body: event.data.clone(),
        }
    }

    async fn read_stream(
        &self,
        stream: &StreamName,
        options: ReadStreamOptions,
        limit: usize,
    ) -> Result<Option<Vec<Stored>>, Failure> {
        let options = options.max_count(limit).requires_leader(true);
        let current = self.supervised.client()?;
        let read = async {
            let read = current.client.read_stream(self.name(stream), &options);
            let taken = async { self.taken(&mut read.await?, limit).await };
            match taken.await {
                Err(Error::ResourceNotFound) => Ok(None),
                taken => taken.map(Some),
            }
        };
        self.supervised.bounded(&current, read).await
    }

    async fn read_all(
        &self,
        options: ReadAllOptions,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        let ours = SubscriptionFilter::on_stream_name().add_prefix(&self.prefix);
        let options = options.filter(ours).max_count(limit).requires_leader(true);
        let current = self.supervised.client()?;
        let read = async {
            let mut events = current.client.read_all(&options).await?;
            self.taken(&mut events, limit).await
        };
        self.supervised.bounded(&current, read).await
    }

    async fn taken(
        &self,
        events: &mut ReadStream,
        limit: usize,
    ) -> eventstore::Result<Vec<Stored>> {
        let mut taken = Vec::new();
        while taken.len() < limit
            && let Some(event) = events.next().await?
        {
            taken.push(self.stored(&event));
        }
        Ok(taken)
    }

    async fn behind(
        &self,
        stream: &StreamName,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        let from = after.map_or(0, |after| after.number + 1);
        let options = ReadStreamOptions::default().position(StreamPosition::Position(from));
        let read = self.read_stream(stream, options, limit).await?;
        Ok(read.unwrap_or_default())
    }
}

#[async_trait]
impl Server for Kurrent {
    const POSITIONS_ARE_DENSE: bool = false;

    async fn put(
        &self,
        stream: &StreamName,
        before: Option<Place>,
        id: [u8; 16],
        body: Bytes,
    ) -> Result<Place, Failure> {
        let expected = match before {
            Some(before) => StreamState::StreamRevision(before.number),
            None => StreamState::NoStream,
        };
        let event = EventData::binary(COMMIT, body).id(Uuid::from_bytes(id));
        // Not by a plain append: its several small writes wait some 40 ms for each other on the client's socket.
        let batch = self.supervised.batch().await?;
        let append = batch
            .client
            .append_to_stream(self.name(stream), expected, vec![event]);
        let taken = self.supervised.bounded_in_batch(&batch, append).await?;
        match (taken.current_position(), taken.current_revision()) {
            (Some(position), Some(number)) => Ok(Place {
                position: Position(position.commit),
                number,
            }),
            _ => Err(Failure::Passing(
                "the database does not say where it put a commit".to_owned(),
            )),
        }
    }

    async fn last_of(&self, stream: &StreamName) -> Result<Option<Stored>, Failure> {
        let last = ReadStreamOptions::default()
            .position(StreamPosition::End)
            .backwards();
        match self.read_stream(stream, last, 1).await? {
            None => Ok(None),
            Some(mut last) => match last.pop() {
                Some(last) => Ok(Some(last)),
                // A stream that is there has a last event: a read that ends without it was cut off.
                None => Err(Failure::Passing("the database broke off a read".to_owned())),
            },
        }
    }

    async fn next_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
    ) -> Result<Option<Stored>, Failure> {
        Ok(self.behind(stream, after, 1).await?.pop())
    }

    async fn some_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        self.behind(stream, after, limit).await
    }

    async fn next(&self, after: Position) -> Result<Option<Stored>, Failure> {
        let mut next = self.some(after, 1).await?;
        Ok(next.pop())
    }

    async fn some(&self, after: Position, limit: usize) -> Result<Vec<Stored>, Failure> {
        // The place itself comes again: it is passed over here.
        let (options, limit) = match after {
            Position::START => (ReadAllOptions::default(), limit),
            Position(at) => {
                let from = eventstore::Position {
                    commit: at,
                    prepare: at,
                };
                let from = StreamPosition::Position(from);
                (ReadAllOptions::default().position(from), limit + 1)
            }
        };
        let mut some = self.read_all(options, limit).await?;
        some.retain(|stored| stored.place.position > after);
        Ok(some)
    }

    async fn head(&self) -> Result<Position, Failure> {
        let last = ReadAllOptions::default()
            .position(StreamPosition::End)
            .backwards();
        let last = self.read_all(last, 1).await?;
        Ok(last
            .last()
            .map_or(Position::START, |last| last.place.position))
    }

    async fn follow(&self, grown: &Grown) {
        let mut pause = LOOK_AGAIN[0];
        loop {
            let known = grown.position();
            match self.head().await {
                Ok(head) if head > known => {
                    grown.reached(head);
                    pause = LOOK_AGAIN[0];
                }
                Ok(_) => pause = (pause * 2).min(LOOK_AGAIN[1]),
                Err(failure) => {
                    tracing::debug!(%failure, "the log cannot be followed just now");
                    return;
                }
            }
            tokio::time::sleep(pause).await;
        }
    }
}
