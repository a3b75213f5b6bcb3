//! Reading: a stream or the log, forwards or backwards, once or for as long as somebody listens.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use regex::Regex;
use tokio::sync::mpsc;
use tonic::Status;
use uuid::Uuid;

use super::{
    messages::{identifier, name, unavailable, uuid},
    store::{EVENTS_OF_COMMIT_MAX, Event, Store},
    wire::event_store::client::{
        Uuid as WireUuid,
        streams::{ReadResp, read_req, read_resp},
        uuid::Value,
    },
};

/// What is read of the log as a whole.
pub(super) struct Wanted {
    on_type: bool,
    prefixes: Vec<String>,
    regex: Option<Regex>,
}

impl Wanted {
    pub(super) fn of(options: &read_req::Options) -> Result<Self, Status> {
        use read_req::filter_options::Filter;
        let filter = match &options.filter_option {
            Some(read_req::options::FilterOption::Filter(filter)) => filter.filter.clone(),
            _ => None,
        };
        let (on_type, expression) = match filter {
            Some(Filter::StreamIdentifier(expression)) => (false, expression),
            Some(Filter::EventType(expression)) => (true, expression),
            None => (false, Default::default()),
        };
        // What looks ahead is written to leave out the database's own events: there are none here.
        let regex = match expression.regex.as_str() {
            "" => None,
            text if text.contains("(?!") => None,
            text => Some(Regex::new(text).map_err(|_| Status::invalid_argument("filter"))?),
        };
        Ok(Self {
            on_type,
            prefixes: expression.prefix,
            regex,
        })
    }

    fn takes(&self, event: &Event) -> bool {
        let text = match self.on_type {
            true => event
                .proposed
                .metadata
                .get("type")
                .map_or("", String::as_str),
            false => &event.stream,
        };
        let by_prefix =
            self.prefixes.is_empty() || self.prefixes.iter().any(|prefix| text.starts_with(prefix));
        by_prefix && self.regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// One read under way.
pub(super) struct Reading {
    pub(super) store: Arc<Store>,
    pub(super) wanted: Wanted,
    pub(super) structured: bool,
    pub(super) answers: mpsc::Sender<Result<ReadResp, Status>>,
}

/// Whoever read has gone.
struct Gone;

impl Reading {
    pub(super) async fn read(
        self,
        stream: Option<read_req::options::StreamOption>,
        backwards: bool,
        count: u64,
    ) {
        let limit = usize::try_from(count).unwrap_or(usize::MAX);
        let found = match stream {
            Some(read_req::options::StreamOption::Stream(of)) => {
                self.of_stream(of, backwards, limit).await
            }
            Some(read_req::options::StreamOption::All(of)) => match backwards {
                true => self.backwards(&of, limit).await,
                false => return self.forwards(&of, limit).await,
            },
            None => Err(Status::invalid_argument("stream")),
        };
        match found {
            Ok(Some(events)) => {
                for event in events {
                    if self.send(&event).await.is_err() {
                        return;
                    }
                }
            }
            Ok(None) => {}
            Err(status) => {
                self.answers.send(Err(status)).await.ok();
            }
        }
    }

    async fn of_stream(
        &self,
        of: read_req::StreamOptions,
        backwards: bool,
        limit: usize,
    ) -> Result<Option<Vec<Event>>, Status> {
        use read_req::stream_options::RevisionOption;
        let stream = name(of.stream_identifier.clone())?;
        let Some(last) = self.store.last_of(&stream).await.map_err(unavailable)? else {
            let not_found = read_resp::Content::StreamNotFound(read_resp::StreamNotFound {
                stream_identifier: of.stream_identifier,
            });
            self.answer(not_found).await.ok();
            return Ok(None);
        };
        let from = match of.revision_option {
            Some(RevisionOption::Revision(revision)) => revision,
            Some(RevisionOption::End(_)) if backwards => last,
            Some(RevisionOption::End(_)) => last + 1,
            Some(RevisionOption::Start(_)) | None => 0,
        };
        if !backwards {
            let events = self.store.of_stream(&stream, from, limit).await;
            return events.map(Some).map_err(unavailable);
        }
        let from = from.min(last);
        let first = (from + 1).saturating_sub(limit as u64);
        let count = usize::try_from(from + 1 - first).unwrap_or(usize::MAX);
        let events = self.store.of_stream(&stream, first, count).await;
        let mut events = events.map_err(unavailable)?;
        events.reverse();
        Ok(Some(events))
    }

    async fn forwards(self, of: &read_req::AllOptions, limit: usize) {
        let mut left = limit;
        let mut after = before(of);
        loop {
            let (events, looked) = match self.store.behind(after).await {
                Ok(found) => found,
                Err(error) => {
                    self.answers.send(Err(unavailable(error))).await.ok();
                    return;
                }
            };
            let from = position(of);
            for event in events.iter().filter(|event| event.position >= from) {
                if left == 0 {
                    return;
                }
                if self.wanted.takes(event) {
                    left -= 1;
                    if self.send(event).await.is_err() {
                        return;
                    }
                }
            }
            let Some(looked) = looked else { return };
            after = Some(looked.0 * EVENTS_OF_COMMIT_MAX);
        }
    }

    async fn backwards(
        &self,
        of: &read_req::AllOptions,
        limit: usize,
    ) -> Result<Option<Vec<Event>>, Status> {
        let until = match of.all_option {
            Some(read_req::all_options::AllOption::Position(at)) => at.commit_position,
            _ => u64::MAX,
        };
        let mut found = Vec::new();
        let mut up_to = self.store.log.head().await.map_err(unavailable)?.0;
        while found.len() < limit && up_to > 0 {
            let after = up_to.saturating_sub(32);
            let mut events = self
                .store
                .between(after, up_to)
                .await
                .map_err(unavailable)?;
            events.reverse();
            events.retain(|event| event.position < until && self.wanted.takes(event));
            found.extend(events);
            up_to = after;
        }
        found.truncate(limit);
        Ok(Some(found))
    }

    /// What is there, and then what comes.
    pub(super) async fn subscribe(self, stream: Option<read_req::options::StreamOption>) {
        let confirmation = read_resp::Content::Confirmation(read_resp::SubscriptionConfirmation {
            subscription_id: Uuid::from_u128(2).to_string(),
        });
        if self.answer(confirmation).await.is_ok() {
            self.follow(stream).await.ok();
        }
    }

    async fn follow(&self, stream: Option<read_req::options::StreamOption>) -> Result<(), Gone> {
        use read_req::{all_options::AllOption, stream_options::RevisionOption};
        // Behind which place: of the one stream by its revision, of the log by its position.
        let head = self.store.log.head().await.map_err(|_| Gone)?.0;
        let (of, mut first, mut position) = match stream {
            Some(read_req::options::StreamOption::Stream(of)) => {
                let stream = name(of.stream_identifier).map_err(|_| Gone)?;
                let last = self.store.last_of(&stream).await.map_err(|_| Gone)?;
                let next = match of.revision_option {
                    Some(RevisionOption::Revision(revision)) => revision + 1,
                    Some(RevisionOption::End(_)) => last.map_or(0, |last| last + 1),
                    _ => 0,
                };
                (Some(stream), next, 0)
            }
            Some(read_req::options::StreamOption::All(of)) => {
                let behind = match of.all_option {
                    Some(AllOption::Position(at)) => at.commit_position + 1,
                    Some(AllOption::End(_)) => (head + 1) * EVENTS_OF_COMMIT_MAX,
                    _ => 0,
                };
                (None, 0, behind)
            }
            None => return Err(Gone),
        };
        let (mut looked, mut is_told) = (position / EVENTS_OF_COMMIT_MAX, false);
        looked = looked.saturating_sub(u64::from(position % EVENTS_OF_COMMIT_MAX > 0));
        loop {
            if let Some(stream) = &of {
                let events = self.store.of_stream(stream, first, usize::MAX).await;
                for event in events.map_err(|_| Gone)? {
                    first = event.revision + 1;
                    self.send(&event).await?;
                }
            } else {
                let (events, up_to) = self
                    .store
                    .behind(Some(looked * EVENTS_OF_COMMIT_MAX))
                    .await
                    .map_err(|_| Gone)?;
                for event in events.iter().filter(|event| event.position >= position) {
                    if self.wanted.takes(event) {
                        self.send(event).await?;
                    }
                }
                if let Some(up_to) = up_to {
                    looked = up_to.0;
                    position = (looked + 1) * EVENTS_OF_COMMIT_MAX;
                    continue;
                }
            }
            if !is_told {
                is_told = true;
                self.answer(read_resp::Content::CaughtUp(read_resp::CaughtUp {
                    timestamp: Some(prost_types::Timestamp::from(now())),
                }))
                .await?;
            }
            let head = self.store.log.head().await.map_err(|_| Gone)?;
            let known = match of {
                Some(_) => head,
                None => eventlog::Position(looked),
            };
            let grown = self.store.log.grown_beyond(known);
            tokio::select! {
                () = self.answers.closed() => return Err(Gone),
                grown = grown => grown.map_err(|_| Gone)?,
                () = tokio::time::sleep(Duration::from_millis(50)) => head,
            };
        }
    }

    async fn send(&self, event: &Event) -> Result<(), Gone> {
        let Event {
            stream,
            revision,
            position,
            proposed,
        } = event;
        let mut metadata: HashMap<_, _> = proposed.metadata.clone().into_iter().collect();
        // In units of 100 ns, as the protocol has it.
        let created = now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_nanos()
            / 100;
        metadata.insert("created".to_owned(), created.to_string());
        let id = match self.structured {
            true => uuid(proposed.id),
            false => WireUuid {
                value: Some(Value::String(proposed.id.to_string())),
            },
        };
        let event = read_resp::read_event::RecordedEvent {
            id: Some(id),
            stream_identifier: Some(identifier(stream)),
            stream_revision: *revision,
            prepare_position: *position,
            commit_position: *position,
            metadata,
            custom_metadata: proposed.custom_metadata.to_vec(),
            data: proposed.data.to_vec(),
        };
        let event = read_resp::ReadEvent {
            event: Some(event),
            position: Some(read_resp::read_event::Position::CommitPosition(*position)),
        };
        self.answer(read_resp::Content::Event(event)).await
    }

    async fn answer(&self, content: read_resp::Content) -> Result<(), Gone> {
        let answer = ReadResp {
            content: Some(content),
        };
        self.answers.send(Ok(answer)).await.map_err(|_| Gone)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a server has a clock, and no event of ours depends on it"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

/// The position from which on is read.
fn position(of: &read_req::AllOptions) -> u64 {
    match of.all_option {
        Some(read_req::all_options::AllOption::Position(at)) => at.commit_position,
        Some(read_req::all_options::AllOption::End(_)) => u64::MAX,
        _ => 0,
    }
}

/// The place behind which the commits are of which something is read; none from the beginning.
fn before(of: &read_req::AllOptions) -> Option<u64> {
    let from = position(of);
    (1..u64::MAX / EVENTS_OF_COMMIT_MAX)
        .contains(&(from / EVENTS_OF_COMMIT_MAX))
        .then(|| (from / EVENTS_OF_COMMIT_MAX - 1) * EVENTS_OF_COMMIT_MAX)
}
