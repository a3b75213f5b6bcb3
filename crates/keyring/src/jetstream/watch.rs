//! Hearing of the keys that other processes destroy: one consumer a process, of the entries of keys alone.

use std::{sync::Arc, time::Duration};

use async_nats::jetstream::{
    consumer::{DeliverPolicy, push::OrderedConfig},
    stream::Stream,
};
use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use super::{bucket::Bucket, cache::Cache};

/// How long is waited after a failure.
const AFTER_FAILURE: Duration = Duration::from_millis(250);

/// Watches until it is told to stop; while it cannot, nothing is kept in memory.
pub(super) fn start(
    client: async_nats::Client,
    stream: Stream,
    prefix: String,
    cache: Arc<Cache>,
) -> CancellationToken {
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    tokio::spawn(async move {
        let forever = async {
            loop {
                watch(&client, &stream, &prefix, &cache).await;
                cache.watched(false);
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        };
        stopped.run_until_cancelled(forever).await;
    });
    stop
}

async fn watch(client: &async_nats::Client, stream: &Stream, prefix: &str, cache: &Cache) {
    let config = OrderedConfig {
        deliver_subject: client.new_inbox(),
        filter_subject: format!("{prefix}keys.>"),
        deliver_policy: DeliverPolicy::New,
        ..Default::default()
    };
    let messages = match stream.create_consumer(config).await {
        Ok(consumer) => consumer.messages().await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let mut messages = match messages {
        Ok(messages) => messages,
        Err(error) => return tracing::debug!(%error, "keys cannot be watched just now"),
    };
    cache.watched(true);
    while let Some(Ok(message)) = messages.next().await {
        if message.payload.is_empty()
            && let Some(entry) = Bucket::entry(prefix, &message.subject)
        {
            cache.erased(entry);
        }
    }
}
