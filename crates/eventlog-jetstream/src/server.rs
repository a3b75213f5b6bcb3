//! The few requests that the log makes of a server, by the JetStream wire API (NATS ADR-1, ADR-31, ADR-43). What is
//! asked of the stream's leader is what is so now; any of its replicas may answer a batch, and lag behind.

use std::time::Duration;

use async_nats::{Client, HeaderMap, Message, Request, StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use eventlog::Position;
use futures::StreamExt;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::error::{Failure, Refusal};

/// How long one request may take; whoever asks tries again for longer than that.
const REQUEST_WITHIN: Duration = Duration::from_secs(2);
/// How many bytes one batch brings at most.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

/// One stream of a server, by its name.
#[derive(Clone)]
pub(crate) struct Server {
    client: Client,
    name: String,
}

/// A message as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) position: Position,
    pub(crate) subject: String,
    pub(crate) body: Bytes,
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

impl Server {
    pub(crate) fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Publishes one message; taken only where the last one of its subject has this sequence (0: there is none).
    pub(crate) async fn publish(
        &self,
        subject: String,
        id: &str,
        last_of_subject: Position,
        body: Bytes,
    ) -> Result<Position, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, id);
        headers.insert(
            async_nats::header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE,
            last_of_subject.0.to_string(),
        );
        headers.insert(async_nats::header::NATS_EXPECTED_STREAM, self.name.as_str());
        let request = Request::new()
            .payload(body)
            .headers(headers)
            .timeout(Some(REQUEST_WITHIN));
        let answer = self.client.send_request(subject, request).await?;
        let taken: Acknowledged = read(&answer)?;
        Ok(Position(taken.seq))
    }

    /// The last message of a subject, as the leader has it.
    pub(crate) async fn last_of(&self, subject: &str) -> Result<Option<Stored>, Failure> {
        self.message(json!({ "last_by_subj": subject })).await
    }

    /// The first message of a subject (`>` for any) at or after this sequence, as the leader has it.
    pub(crate) async fn next_of(
        &self,
        subject: &str,
        from: Position,
    ) -> Result<Option<Stored>, Failure> {
        self.message(json!({ "seq": from.0, "next_by_subj": subject }))
            .await
    }

    async fn message(&self, which: Value) -> Result<Option<Stored>, Failure> {
        match self.ask::<GotMessage>("STREAM.MSG.GET", which).await {
            Ok(GotMessage { message }) => {
                let body = STANDARD.decode(message.data);
                let body = body.map_err(|_| Failure::unreadable("a message is no base64"))?;
                Ok(Some(Stored {
                    position: Position(message.seq),
                    subject: message.subject,
                    body: body.into(),
                }))
            }
            Err(failure) if failure.is_absent() => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The sequence of the last message, as the leader has it.
    pub(crate) async fn head(&self) -> Result<Position, Failure> {
        let info: StreamInfo = self.ask("STREAM.INFO", Value::Null).await?;
        Ok(Position(info.state.last_seq))
    }

    /// The leader's answer to a request about the stream.
    async fn ask<T: DeserializeOwned>(&self, what: &str, with: Value) -> Result<T, Failure> {
        let payload = match with {
            Value::Null => Bytes::new(),
            with => with.to_string().into(),
        };
        let subject = format!("$JS.API.{what}.{}", self.name);
        let request = Request::new()
            .payload(payload)
            .timeout(Some(REQUEST_WITHIN));
        read(&self.client.send_request(subject, request).await?)
    }

    /// Up to `limit` messages of a subject (`>` for any) at or after this sequence, in order, from whichever replica
    /// answers: it may lack the latest ones, and none before those.
    pub(crate) async fn batch(
        &self,
        subject: &str,
        from: Position,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        let inbox = self.client.new_inbox();
        let unreached = |reason: String| Failure::Unreached(reason);
        let mut answers = self
            .client
            .subscribe(inbox.clone())
            .await
            .map_err(|error| unreached(error.to_string()))?;
        let which = json!({
            "seq": from.0, "next_by_subj": subject, "batch": limit, "max_bytes": BATCH_BYTES,
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
                None => stored.push(of_batch(message)?),
                // 204 ends a batch; 404: there is nothing.
                Some(StatusCode::NOT_FOUND) => return Ok(stored),
                Some(status) if status.as_u16() == 204 => return Ok(stored),
                Some(status) => {
                    return Err(unreached(format!("a batch was answered by {status}")));
                }
            }
        }
    }
}

fn read<T: DeserializeOwned>(message: &Message) -> Result<T, Failure> {
    match message.status {
        None | Some(StatusCode::OK) => {}
        Some(status) => return Err(Failure::Unreached(format!("the server answers {status}"))),
    }
    match serde_json::from_slice(&message.payload) {
        Ok(Answer::Given(given)) => Ok(given),
        Ok(Answer::Refused { error }) => Err(Failure::Refused(error)),
        Err(error) => Err(Failure::unreadable(format!("the server's answer: {error}"))),
    }
}

/// A message of a batch carries in headers where it is stored.
fn of_batch(message: Message) -> Result<Stored, Failure> {
    let header = |name: &str| {
        let headers = message.headers.as_ref()?;
        headers.get(name).map(|value| value.as_str().to_owned())
    };
    let position = header("Nats-Sequence").and_then(|sequence| sequence.parse().ok());
    let (Some(position), Some(subject)) = (position, header("Nats-Subject")) else {
        return Err(Failure::unreadable("a message of a batch has no sequence"));
    };
    Ok(Stored {
        position: Position(position),
        subject,
        body: message.payload,
    })
}
