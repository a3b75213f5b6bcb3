//! Appending and reading, as the protocol has them.

use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use eventlog::Error;
use futures::{Stream, StreamExt};
use prost::Message;
use regex::Regex;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use super::{
    Faults,
    store::{Event, Expecting, Outcome, Proposed, Store},
    wire::{
        event_store::client::{
            AllStreamPosition, Empty, StreamIdentifier, Uuid as WireUuid, WrongExpectedVersion,
            streams::{
                AppendReq, AppendResp, BatchAppendReq, BatchAppendResp, ProposedMessage, ReadReq,
                ReadResp, Success, append_req, append_resp, batch_append_req, batch_append_resp,
                read_req, read_resp, streams_server::Streams,
            },
            uuid::Value,
        },
        google::rpc,
    },
};

/// How many answers wait for a caller to take them.
const WAITING: usize = 64;
/// gRPC's code for what is there already, which a refusal in a batch carries.
const ALREADY_EXISTS: i32 = 6;
/// What an append's refusal is packed as.
const WRONG_VERSION_TYPE: &str = "type.googleapis.com/event_store.client.WrongExpectedVersion";

pub(super) struct StreamsService {
    pub(super) store: Arc<Store>,
    pub(super) faults: Arc<Faults>,
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl Streams for StreamsService {
    type ReadStream = Answers<ReadResp>;
    type BatchAppendStream = Answers<BatchAppendResp>;

    async fn read(&self, request: Request<ReadReq>) -> Result<Response<Self::ReadStream>, Status> {
        self.faults.wait().await;
        let options = request.into_inner().options;
        let options = options.ok_or_else(|| Status::invalid_argument("options"))?;
        let (answers, answered) = mpsc::channel(WAITING);
        let reading = Reading {
            store: self.store.clone(),
            wanted: Wanted::of(&options)?,
            structured: matches!(
                options.uuid_option.and_then(|option| option.content),
                Some(read_req::uuid_option::Content::Structured(_))
            ),
            answers,
        };
        let is_subscription = matches!(
            options.count_option,
            Some(read_req::options::CountOption::Subscription(_))
        );
        let backwards = options.read_direction == 1;
        let count = match options.count_option {
            Some(read_req::options::CountOption::Count(count)) => count,
            _ => u64::MAX,
        };
        let stream = options.stream_option;
        if is_subscription {
            self.faults.subscriptions.fetch_add(1, Ordering::Relaxed);
            if !self.faults.ends_subscriptions.load(Ordering::Relaxed) {
                tokio::spawn(reading.subscribe(stream));
            }
        } else if !Faults::take(&self.faults.empty_reads) {
            tokio::spawn(reading.read(stream, backwards, count));
        }
        Ok(Response::new(Box::pin(ReceiverStream::new(answered))))
    }

    async fn append(
        &self,
        request: Request<Streaming<AppendReq>>,
    ) -> Result<Response<AppendResp>, Status> {
        use append_req::options::ExpectedStreamRevision as Revision;
        self.faults.wait().await;
        let mut messages = request.into_inner();
        let (mut options, mut events) = (None, Vec::new());
        while let Some(message) = messages.message().await? {
            match message.content {
                Some(append_req::Content::Options(given)) => options = Some(given),
                Some(append_req::Content::ProposedMessage(event)) => events.push(proposed(event)?),
                None => {}
            }
        }
        let options = options.ok_or_else(|| Status::invalid_argument("options"))?;
        let stream = name(options.stream_identifier)?;
        let expecting = match options.expected_stream_revision {
            Some(Revision::Revision(revision)) => Expecting::Revision(revision),
            Some(Revision::NoStream(_)) => Expecting::NoStream,
            Some(Revision::StreamExists(_)) => Expecting::StreamExists,
            Some(Revision::Any(_)) | None => Expecting::Any,
        };
        let outcome = self.store.append(&stream, expecting, &events).await;
        if Faults::take(&self.faults.lost_answers) {
            return Err(Status::unavailable("the answer is lost"));
        }
        let result = match outcome.map_err(unavailable)? {
            Outcome::Taken { revision, position } => {
                append_resp::Result::Success(success(revision, position))
            }
            Outcome::Wrong(actual) => {
                append_resp::Result::WrongExpectedVersion(wrong(actual, expecting))
            }
        };
        Ok(Response::new(AppendResp {
            result: Some(result),
        }))
    }

    async fn batch_append(
        &self,
        request: Request<Streaming<BatchAppendReq>>,
    ) -> Result<Response<Self::BatchAppendStream>, Status> {
        let (store, faults) = (self.store.clone(), self.faults.clone());
        let (answers, answered) = mpsc::channel(WAITING);
        let mut batches = request.into_inner();
        tokio::spawn(async move {
            // As the database does, each is answered when it is done, whatever the order.
            while let Some(Ok(batch)) = batches.next().await {
                let (store, faults, answers) = (store.clone(), faults.clone(), answers.clone());
                tokio::spawn(async move {
                    faults.wait().await;
                    let answer = batch_answer(&store, batch).await;
                    let answer = match Faults::take(&faults.lost_answers) {
                        true => Err(Status::unavailable("the answer is lost")),
                        false => answer,
                    };
                    answers.send(answer).await.ok();
                });
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(answered))))
    }
}

async fn batch_answer(store: &Store, batch: BatchAppendReq) -> Result<BatchAppendResp, Status> {
    use batch_append_req::options::ExpectedStreamPosition as Expected;
    let options = batch.options;
    let options = options.ok_or_else(|| Status::invalid_argument("options"))?;
    let stream = name(options.stream_identifier.clone())?;
    let expecting = match options.expected_stream_position {
        Some(Expected::StreamPosition(revision)) => Expecting::Revision(revision),
        Some(Expected::NoStream(_)) => Expecting::NoStream,
        Some(Expected::StreamExists(_)) => Expecting::StreamExists,
        Some(Expected::Any(_)) | None => Expecting::Any,
    };
    let events = batch.proposed_messages.into_iter().map(proposed);
    let events: Vec<_> = events.collect::<Result<_, _>>()?;
    let outcome = store.append(&stream, expecting, &events).await;
    let result = match outcome.map_err(unavailable)? {
        Outcome::Taken { revision, position } => {
            batch_append_resp::Result::Success(success(revision, position))
        }
        Outcome::Wrong(actual) => batch_append_resp::Result::Error(refusal(actual, expecting)),
    };
    Ok(BatchAppendResp {
        correlation_id: batch.correlation_id,
        result: Some(result),
        stream_identifier: options.stream_identifier,
    })
}

/// What is read of the log as a whole.
struct Wanted {
    on_type: bool,
    prefixes: Vec<String>,
    regex: Option<Regex>,
}

impl Wanted {
    fn of(options: &read_req::Options) -> Result<Self, Status> {
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

struct Reading {
    store: Arc<Store>,
    wanted: Wanted,
    structured: bool,
    answers: mpsc::Sender<Result<ReadResp, Status>>,
}

/// Whoever read has gone.
struct Gone;

impl Reading {
    async fn read(
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
            after = Some(looked.0 * 512);
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
    async fn subscribe(self, stream: Option<read_req::options::StreamOption>) {
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
                    Some(AllOption::End(_)) => (head + 1) * 512,
                    _ => 0,
                };
                (None, 0, behind)
            }
            None => return Err(Gone),
        };
        let (mut looked, mut is_told) = (position / 512, false);
        looked = looked.saturating_sub(u64::from(position % 512 > 0));
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
                    .behind(Some(looked * 512))
                    .await
                    .map_err(|_| Gone)?;
                for event in events.iter().filter(|event| event.position >= position) {
                    if self.wanted.takes(event) {
                        self.send(event).await?;
                    }
                }
                if let Some(up_to) = up_to {
                    looked = up_to.0;
                    position = (looked + 1) * 512;
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
            let grown = self.store.log.grown_beyond(if of.is_some() {
                head
            } else {
                eventlog::Position(looked.max(head.0.min(looked)))
            });
            tokio::select! {
                () = self.answers.closed() => return Err(Gone),
                grown = grown => grown.map_err(|_| Gone)?,
                () = tokio::time::sleep(std::time::Duration::from_millis(50)) => head,
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
        let mut metadata: std::collections::HashMap<_, _> =
            proposed.metadata.clone().into_iter().collect();
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
    (from >= 512 && from < u64::MAX).then(|| (from / 512 - 1) * 512)
}

fn proposed(message: ProposedMessage) -> Result<Proposed, Status> {
    let id = message.id.and_then(|id| id.value);
    let id = match id {
        Some(Value::String(text)) => Uuid::parse_str(&text).ok(),
        Some(Value::Structured(parts)) => Some(Uuid::from_u64_pair(
            parts.most_significant_bits.cast_unsigned(),
            parts.least_significant_bits.cast_unsigned(),
        )),
        None => None,
    };
    Ok(Proposed {
        id: id.ok_or_else(|| Status::invalid_argument("id"))?,
        metadata: message.metadata.into_iter().collect(),
        custom_metadata: Bytes::from(message.custom_metadata),
        data: Bytes::from(message.data),
    })
}

fn name(identifier: Option<StreamIdentifier>) -> Result<String, Status> {
    let name = identifier.and_then(|identifier| String::from_utf8(identifier.stream_name).ok());
    name.ok_or_else(|| Status::invalid_argument("stream_identifier"))
}

fn identifier(stream: &str) -> StreamIdentifier {
    StreamIdentifier {
        stream_name: stream.as_bytes().to_vec(),
    }
}

pub(super) fn uuid(id: Uuid) -> WireUuid {
    let (most, least) = id.as_u64_pair();
    WireUuid {
        value: Some(Value::Structured(
            super::wire::event_store::client::uuid::Structured {
                most_significant_bits: most.cast_signed(),
                least_significant_bits: least.cast_signed(),
            },
        )),
    }
}

fn at(position: u64) -> AllStreamPosition {
    AllStreamPosition {
        commit_position: position,
        prepare_position: position,
    }
}

fn success(revision: u64, position: u64) -> Success {
    use super::wire::event_store::client::streams::success::{
        CurrentRevisionOption, PositionOption,
    };
    Success {
        current_revision_option: Some(CurrentRevisionOption::CurrentRevision(revision)),
        position_option: Some(PositionOption::Position(at(position))),
    }
}

fn wrong(actual: Option<u64>, expecting: Expecting) -> append_resp::WrongExpectedVersion {
    use append_resp::wrong_expected_version::{CurrentRevisionOption, ExpectedRevisionOption};
    let current = match actual {
        Some(revision) => CurrentRevisionOption::CurrentRevision(revision),
        None => CurrentRevisionOption::CurrentNoStream(Empty {}),
    };
    let expected = match expecting {
        Expecting::Revision(revision) => ExpectedRevisionOption::ExpectedRevision(revision),
        Expecting::NoStream => ExpectedRevisionOption::ExpectedNoStream(Empty {}),
        Expecting::Any => ExpectedRevisionOption::ExpectedAny(Empty {}),
        Expecting::StreamExists => ExpectedRevisionOption::ExpectedStreamExists(Empty {}),
    };
    append_resp::WrongExpectedVersion {
        current_revision_option: Some(current),
        expected_revision_option: Some(expected),
    }
}

fn refusal(actual: Option<u64>, expecting: Expecting) -> rpc::Status {
    use super::wire::event_store::client::wrong_expected_version::{
        CurrentStreamRevisionOption, ExpectedStreamPositionOption,
    };
    let current = match actual {
        Some(revision) => CurrentStreamRevisionOption::CurrentStreamRevision(revision),
        None => CurrentStreamRevisionOption::CurrentNoStream(Empty {}),
    };
    let expected = match expecting {
        Expecting::Revision(at) => ExpectedStreamPositionOption::ExpectedStreamPosition(at),
        Expecting::NoStream => ExpectedStreamPositionOption::ExpectedNoStream(Empty {}),
        Expecting::Any => ExpectedStreamPositionOption::ExpectedAny(Empty {}),
        Expecting::StreamExists => ExpectedStreamPositionOption::ExpectedStreamExists(Empty {}),
    };
    let details = WrongExpectedVersion {
        current_stream_revision_option: Some(current),
        expected_stream_position_option: Some(expected),
    };
    rpc::Status {
        code: ALREADY_EXISTS,
        message: "WrongExpectedVersion".to_owned(),
        details: Some(prost_types::Any {
            type_url: WRONG_VERSION_TYPE.to_owned(),
            value: details.encode_to_vec(),
        }),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unavailable(error: Error) -> Status {
    Status::unavailable(error.to_string())
}
