//! The few requests that the log makes of a server, by the JetStream wire API (NATS ADR-1, ADR-31, ADR-43). What is
//! asked of the stream's leader is what is so now; any of its replicas may answer a batch, and lag behind.

use std::time::Duration;

use async_nats::{Client, HeaderMap, Message, Request, StatusCode};
use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use eventlog::{
    Position, StreamName,
    remote::{Failure, Grown, Place, Server, Stored},
};
use futures::StreamExt;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    error::{Refusal, unanswered, unreadable},
    growth,
};

/// How long one request may take; whoever asks tries again for longer than that.
const REQUEST_WITHIN: Duration = Duration::from_secs(2);
/// How many bytes one batch brings at most.
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// The subject under which every message stands.
const ANY: &str = ">";

/// The one stream of the servers that holds a log.
pub struct JetStream {
    client: Client,
    name: String,
    /// What stands before a stream of events in its subject.
    prefix: String,
}

/// What became of a publish.
#[derive(Debug, Deserialize)]
pub(crate) struct Acknowledged {
    pub(crate) seq: u64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer<T> {
    Refused { error: Refusal },
    Given(T),
}

#[derive(Deserialize)]
struct GotMessage {
    message: RawMessage,
}

#[derive(Deserialize)]
struct RawMessage {
    subject: String,
    seq: u64,
    #[serde(default)]
    data: String,
}

#[derive(Deserialize)]
struct StreamInfo {
    state: StreamState,
}

#[derive(Deserialize)]
struct StreamState {
    last_seq: u64,
}

impl JetStream {
    pub(crate) fn new(client: Client, name: String) -> Self {
        let prefix = subjects_of(&name);
        Self {
            client,
            name,
            prefix,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn subject(&self, stream: &StreamName) -> String {
        format!("{}{stream}", self.prefix)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn message(&self, which: Value) -> Result<Option<Stored>, Failure> {
        match self.ask::<GotMessage>("STREAM.MSG.GET", which).await? {
            Answer::Given(GotMessage { message }) => {
                let body = STANDARD.decode(message.data);
                let body = body.map_err(|_| unreadable("a message is no base64"))?;
                Ok(Some(self.stored(
                    message.seq,
                    &message.subject,
                    body.into(),
                )))
            }
            Answer::Refused { error } if error.is_absent() => Ok(None),
            Answer::Refused { error } => Err(error.into()),
        }
    }

    fn stored(&self, sequence: u64, subject: &str, body: Bytes) -> Stored {
        let stream = subject.strip_prefix(&self.prefix).unwrap_or_default();
        Stored {
            place: at(sequence),
            stream: stream.to_owned(),
            body,
        }
    }

    /// The leader's answer to a request about the stream.
    async fn ask<T: DeserializeOwned>(
        &self,
        what: &str,
        with: Value,
    ) -> Result<Answer<T>, Failure> {
        let payload = match with {
            Value::Null => Bytes::new(),
            with => with.to_string().into(),
        };
        let subject = format!("$JS.API.{what}.{}", self.name);
        let request = Request::new()
            .payload(payload)
            .timeout(Some(REQUEST_WITHIN));
        let answer = self.client.send_request(subject, request).await;
        read(&answer.map_err(|error| unanswered(&error))?)
    }

    /// Up to `limit` messages of a subject (`>` for any) at or after this sequence, in order, from whichever replica
    /// answers: it may lack the latest ones, and none before those.
    async fn batch(&self, subject: &str, from: u64, limit: usize) -> Result<Vec<Stored>, Failure> {
        let inbox = self.client.new_inbox();
        let unreached = |reason: String| Failure::Passing(reason);
        let mut answers = self
            .client
            .subscribe(inbox.clone())
            .await
            .map_err(|error| unreached(error.to_string()))?;
        let which = json!({
            "seq": from, "next_by_subj": subject, "batch": limit, "max_bytes": BATCH_BYTES,
        });
        self.client
            .publish_with_reply(
                format!("$JS.API.DIRECT.GET.{}", self.name),
                inbox,
                which.to_string().into(),
            )
            .await
            .map_err(|error| unreached(error.to_string()))?;
        let mut stored = Vec::new();
        loop {
            let next = tokio::time::timeout(REQUEST_WITHIN, answers.next()).await;
            let Ok(Some(message)) = next else {
                return Err(unreached(
                    "a batch of messages was not sent in time".to_owned(),
                ));
            };
            match message.status {
                None => stored.push(self.of_batch(message)?),
                // 204 ends a batch; 404: there is nothing.
                Some(StatusCode::NOT_FOUND) => return Ok(stored),
                Some(status) if status.as_u16() == 204 => return Ok(stored),
                Some(status) => {
                    return Err(unreached(format!("a batch was answered by {status}")));
                }
            }
        }
    }

    /// A message of a batch carries in headers where it is stored.
    fn of_batch(&self, message: Message) -> Result<Stored, Failure> {
        let header = |name: &str| {
            let headers = message.headers.as_ref()?;
            headers.get(name).map(|value| value.as_str().to_owned())
        };
        let sequence = header("Nats-Sequence").and_then(|sequence| sequence.parse().ok());
        let (Some(sequence), Some(subject)) = (sequence, header("Nats-Subject")) else {
            return Err(unreadable("a message of a batch has no sequence"));
        };
        Ok(self.stored(sequence, &subject, message.payload))
    }
}

#[async_trait]
impl Server for JetStream {
    const POSITIONS_ARE_DENSE: bool = true;

    async fn put(
        &self,
        stream: &StreamName,
        before: Option<Place>,
        id: [u8; 16],
        body: Bytes,
    ) -> Result<Place, Failure> {
        let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut headers = HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, id);
        headers.insert(
            async_nats::header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE,
            before.map_or(0, |before| before.number).to_string(),
        );
        headers.insert(async_nats::header::NATS_EXPECTED_STREAM, self.name.as_str());
        let request = Request::new()
            .payload(body)
            .headers(headers)
            .timeout(Some(REQUEST_WITHIN));
        let answer = self
            .client
            .send_request(self.subject(stream), request)
            .await;
        let answer = answer.map_err(|error| unanswered(&error))?;
        Ok(at(given::<Acknowledged>(read(&answer)?)?.seq))
    }

    async fn last_of(&self, stream: &StreamName) -> Result<Option<Stored>, Failure> {
        self.message(json!({ "last_by_subj": self.subject(stream) }))
            .await
    }

    async fn next_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
    ) -> Result<Option<Stored>, Failure> {
        let subject = self.subject(stream);
        self.message(json!({ "seq": behind(after), "next_by_subj": subject }))
            .await
    }

    async fn some_of(
        &self,
        stream: &StreamName,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        self.batch(&self.subject(stream), behind(after), limit)
            .await
    }

    async fn next(&self, after: Position) -> Result<Option<Stored>, Failure> {
        self.message(json!({ "seq": after.0.saturating_add(1), "next_by_subj": ANY }))
            .await
    }

    async fn some(&self, after: Position, limit: usize) -> Result<Vec<Stored>, Failure> {
        self.batch(ANY, after.0.saturating_add(1), limit).await
    }

    async fn head(&self) -> Result<Position, Failure> {
        let info: StreamInfo = given(self.ask("STREAM.INFO", Value::Null).await?)?;
        Ok(Position(info.state.last_seq))
    }

    async fn follow(&self, grown: &Grown) {
        growth::follow(self, grown).await;
    }
}

/// What stands before the streams of events in the subjects of a log.
pub(crate) fn subjects_of(name: &str) -> String {
    format!("{name}.")
}

fn at(sequence: u64) -> Place {
    Place {
        position: Position(sequence),
        number: sequence,
    }
}

/// The first sequence behind a place.
fn behind(place: Option<Place>) -> u64 {
    place.map_or(0, |place| place.number) + 1
}

fn given<T>(answer: Answer<T>) -> Result<T, Failure> {
    match answer {
        Answer::Given(given) => Ok(given),
        Answer::Refused { error } => Err(error.into()),
    }
}

fn read<T: DeserializeOwned>(message: &Message) -> Result<Answer<T>, Failure> {
    match message.status {
        None | Some(StatusCode::OK) => {}
        Some(status) => return Err(Failure::Passing(format!("the server answers {status}"))),
    }
    serde_json::from_slice(&message.payload)
        .map_err(|error| unreadable(format!("the server's answer: {error}")))
}
