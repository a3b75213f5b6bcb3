//! How far the log has grown: one consumer a process, which is sent headers alone, however many streams there are.

use std::{sync::Arc, time::Duration};

use async_nats::jetstream::{
    self,
    consumer::{DeliverPolicy, pull::OrderedConfig},
};
use eventlog::{Error, Position};
use futures::StreamExt;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::server::Server;

/// How long is waited after a failure.
const AFTER_FAILURE: Duration = Duration::from_millis(250);
/// How long nothing may come before the leader is asked: a consumer may be lost without a word.
const QUIET: Duration = Duration::from_secs(5);

/// The position up to which the log is known to have grown.
pub(crate) struct Growth {
    head: watch::Sender<Position>,
    _follows: DropGuard,
}

impl Growth {
    /// Follows the log from here on, until it is dropped.
    pub(crate) fn follow(server: Server, stream: String, head: Position) -> Arc<Self> {
        let stop = CancellationToken::new();
        let growth = Arc::new(Self {
            head: watch::Sender::new(head),
            _follows: stop.clone().drop_guard(),
        });
        let head = growth.head.clone();
        tokio::spawn(async move {
            let forever = async {
                loop {
                    follow(&server, &stream, &head).await;
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            };
            stop.run_until_cancelled(forever).await;
        });
        growth
    }

    /// It has grown so far at least.
    pub(crate) fn reached(&self, position: Position) {
        reached(&self.head, position);
    }

    pub(crate) async fn beyond(&self, after: Position) -> Result<Position, Error> {
        let mut head = self.head.subscribe();
        let grown = head.wait_for(|head| *head > after).await;
        grown.map(|head| *head).map_err(|_| Error::Closed)
    }
}

fn reached(head: &watch::Sender<Position>, position: Position) {
    head.send_if_modified(|head| {
        let grows = position > *head;
        *head = position.max(*head);
        grows
    });
}

/// Follows until something fails; where the consumer was lost is where the next one begins.
async fn follow(server: &Server, stream: &str, head: &watch::Sender<Position>) {
    let context = jetstream::new(server.client().clone());
    let begin = head.borrow().0 + 1;
    let config = OrderedConfig {
        deliver_policy: DeliverPolicy::ByStartSequence {
            start_sequence: begin,
        },
        headers_only: true,
        ..Default::default()
    };
    let consumer = match context.get_stream(stream).await {
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
                Ok(info) => reached(head, Position(info.stream_sequence)),
                Err(_) => return,
            },
            Ok(Some(Err(_)) | None) => return,
            Err(_) => match server.head().await {
                // Nothing has come, and something is there: the consumer is gone.
                Ok(there) if there > *head.borrow() => return,
                Ok(_) => {}
                Err(_) => return,
            },
        }
    }
}
