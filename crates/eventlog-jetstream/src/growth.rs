//! Following the log: one consumer a process, which is sent headers alone, however many streams there are.

use std::time::Duration;

use async_nats::jetstream::{
    self,
    consumer::{DeliverPolicy, pull::OrderedConfig},
};
use eventlog::{
    Position,
    remote::{Grown, Server},
};
use futures::StreamExt;

use crate::server::JetStream;

/// How long nothing may come before the leader is asked: a consumer may be lost without a word.
const QUIET: Duration = Duration::from_secs(5);

/// Follows until something fails; where the consumer was lost is where the next one begins.
pub(crate) async fn follow(server: &JetStream, grown: &Grown) {
    let context = jetstream::new(server.client().clone());
    let config = OrderedConfig {
        deliver_policy: DeliverPolicy::ByStartSequence {
            start_sequence: grown.position().0 + 1,
        },
        headers_only: true,
        ..Default::default()
    };
    let consumer = match context.get_stream(server.name()).await {
        Ok(stream) => stream
            .create_consumer(config)
            .await
            .map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let mut messages = match consumer {
        Ok(consumer) => match consumer.messages().await {
            Ok(messages) => messages,
            Err(error) => return tracing::debug!(%error, "the log cannot be followed just now"),
        },
        Err(error) => return tracing::debug!(%error, "the log cannot be followed just now"),
    };
    loop {
        match tokio::time::timeout(QUIET, messages.next()).await {
            Ok(Some(Ok(message))) => match message.info() {
                Ok(info) => grown.reached(Position(info.stream_sequence)),
                Err(_) => return,
            },
            Ok(Some(Err(_)) | None) => return,
            Err(_) => match server.head().await {
                // Nothing has come, and something is there: the consumer is gone.
                Ok(there) if there > grown.position() => return,
                Ok(_) => {}
                Err(_) => return,
            },
        }
    }
}
