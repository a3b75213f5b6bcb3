//! Log, keys and accounts on NATS servers, for any number of processes: one stream and two buckets.

pub mod feeds;
pub mod records;

use std::sync::Arc;

use anyhow::Context;
use async_nats::Client;
use eventlog::LogId;
use eventlog_jetstream::{Connecting, JetStreamLog, Options};
use keyring::{
    JetStreamKeyring, Keyring,
    jetstream::bucket::{Bucket, Made},
};
use runtime::configuration::Configuration;
use uuid::Uuid;

use self::records::NatsRecords;
use super::in_time;

/// Connects to the servers that the settings name; waits for them where they are only starting.
///
/// # Errors
/// With a message for the operator: what cannot be reached, and what to do.
pub async fn connect(configuration: &Configuration) -> anyhow::Result<Client> {
    in_time(eventlog::Error::retry_helps, || connect_once(configuration))
        .await
        .context("NATS cannot be used; check `nats_servers`, and `nats_credentials` and `nats_certificates` where the servers ask for them")
}

/// As [`connect`], for whoever wants to know how it is now.
///
/// # Errors
/// What cannot be reached.
pub async fn connect_once(configuration: &Configuration) -> Result<Client, eventlog::Error> {
    let servers = configuration.nats_servers.split(',').map(str::trim);
    let connecting = Connecting {
        servers: servers.map(str::to_owned).collect(),
        credentials: configuration.nats_credentials.clone(),
        certificates: configuration.nats_certificates.clone(),
    };
    eventlog_jetstream::connect(&connecting).await
}

/// The log on these servers.
///
/// # Errors
/// With a message for the operator.
pub async fn log(
    configuration: &Configuration,
    client: Client,
) -> anyhow::Result<Arc<JetStreamLog>> {
    #[expect(
        clippy::disallowed_methods,
        reason = "drawn once in a log's life, and nothing depends on its value"
    )]
    let id_if_new = LogId(Uuid::new_v4());
    let options = Options {
        name: configuration.log_name.clone(),
        replicas: configuration.nats_replicas,
        id_if_new,
    };
    let log = in_time(eventlog::Error::retry_helps, || {
        eventlog_jetstream::open(client.clone(), options.clone())
    });
    log.await
        .map(Arc::new)
        .context("the log on NATS cannot be opened; check `log_name` and `nats_replicas`")
}

/// How the keys on these servers are opened.
pub fn key_options(configuration: &Configuration, log_is_empty: bool) -> keyring::Options {
    keyring::Options {
        bucket: format!("{}-keys", configuration.log_name),
        replicas: configuration.nats_replicas,
        log_is_empty,
        root_if_new: None,
    }
}

/// The keys on these servers.
///
/// # Errors
/// With a message for the operator: what is missing, and what to do.
pub async fn keys(
    configuration: &Configuration,
    client: Client,
    log_is_empty: bool,
) -> anyhow::Result<Arc<dyn Keyring>> {
    let master = super::master_keys(configuration, log_is_empty)?;
    let options = key_options(configuration, log_is_empty);
    let keys = in_time(keyring::Error::can_retry, || {
        JetStreamKeyring::open(client.clone(), master.clone(), options.clone())
    });
    let keys = keys.await.context("the keys cannot be opened")?;
    Ok(Arc::new(keys))
}

/// Accounts, sessions and drafts on these servers.
///
/// # Errors
/// With a message for the operator.
pub async fn records(
    configuration: &Configuration,
    client: Client,
) -> anyhow::Result<Arc<NatsRecords>> {
    let made = Made {
        name: format!("{}-accounts", configuration.log_name),
        description: "Throughline's accounts, sessions and drafts, sealed.".to_owned(),
        replicas: configuration.nats_replicas,
        revisions: 1,
    };
    let bucket = in_time(keyring::Error::can_retry, || {
        Bucket::open(client.clone(), made.clone())
    });
    let bucket = bucket.await.context("the accounts cannot be opened")?;
    Ok(Arc::new(NatsRecords::new(bucket)))
}
