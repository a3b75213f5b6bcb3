//! The permissions that `deploy/nats` gives to the system's own user: with them it does all that it has to, and nothing
//! that would harm the log. What it gives to organisations' own users is in `permissions/feeds.rs`.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "permissions/feeds.rs"]
mod feeds;

use std::{fs, path::PathBuf, time::Duration};

use async_nats::jetstream;
use eventlog::{EventLog, Expected, Position, Version, conformance::samples};
use eventlog_jetstream::testing::Cluster;
use identity::records::{self, Records};
use keyring::{KeyName, KeyState, KnownBy, MasterKeys};
use runtime::configuration::Configuration;
use tempfile::TempDir;
use throughline::backend::nats;
use uuid::Uuid;

const ACCOUNTS: &str = include_str!("../../../deploy/nats/accounts.conf");

/// One server with these accounts, and settings with the system's own credentials.
struct Site {
    cluster: Cluster,
    folder: TempDir,
    configuration: Configuration,
}

impl Site {
    fn start() -> Site {
        let passwords = [
            "THROUGHLINE_NATS",
            "PAGES_NATS",
            "NATS_OPERATOR",
            "MILL_LANE_NATS",
            "FOREST_PHYSIO_NATS",
        ];
        let mut accounts = ACCOUNTS.to_owned();
        for name in passwords {
            accounts = accounts.replace(&format!("${name}_PASSWORD"), &format!("{name:?}"));
        }
        let cluster = Cluster::start_with(1, &accounts);
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("master-key");
        fs::write(&key, MasterKeys::generate_line(1)).unwrap();
        let mut configuration = Configuration::default();
        configuration.data_folder = folder.path().join("data");
        configuration.master_key_file = Some(key);
        configuration.nats_servers = cluster.connecting().servers.join(",");
        configuration.nats_replicas = 1;
        let mut site = Site {
            cluster,
            folder,
            configuration,
        };
        let credentials = site.credentials("throughline", "THROUGHLINE_NATS");
        site.configuration.nats_credentials = Some(credentials);
        site
    }

    fn credentials(&self, user: &str, password: &str) -> PathBuf {
        let path = self.folder.path().join(user);
        fs::write(&path, format!("{user}:{password}\n")).unwrap();
        path
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_systems_own_user_may_do_what_it_has_to_and_no_more() {
    let site = Site::start();
    let configuration = &site.configuration;
    let client = nats::connect(configuration).await.unwrap();
    let log = nats::log(configuration, client.clone()).await.unwrap();
    let stream = samples::stream("person-1");
    let waiting = tokio::spawn({
        let log = log.clone();
        async move { log.grown_beyond(Position::START).await }
    });
    for version in 0..3 {
        let expected = Expected::Version(Version(version));
        log.append(&stream, expected, samples::commit(1, 0))
            .await
            .unwrap();
    }
    assert!(waiting.await.unwrap().unwrap() > Position::START);
    let wrong = log
        .append(
            &stream,
            Expected::Version(Version(1)),
            samples::commit(1, 0),
        )
        .await;
    assert!(matches!(wrong, Err(eventlog::Error::Conflict { .. })));
    assert_eq!(
        log.read_stream(&stream, Version(0), 9).await.unwrap().len(),
        3
    );
    assert_eq!(log.read_log(Position::START, 9).await.unwrap().len(), 3);
    assert_eq!(log.tree_head().await.unwrap().size, 3);
    // Another process appends, and this one hears of it.
    let other = nats::log(configuration, nats::connect(configuration).await.unwrap())
        .await
        .unwrap();
    let head = log.head().await.unwrap();
    other
        .append(&stream, Expected::Any, samples::commit(1, 0))
        .await
        .unwrap();
    let grown = tokio::time::timeout(Duration::from_secs(20), log.grown_beyond(head)).await;
    assert!(grown.unwrap().unwrap() > head);

    let keys = nats::keys(configuration, client.clone(), true)
        .await
        .unwrap();
    let person = Uuid::from_u128(1);
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "1");
    assert!(keys.register(lookup, person).await.unwrap().new);
    assert_eq!(keys.rewrap().await.unwrap(), 0);
    assert!(keys.entries().await.unwrap().len() > 2);
    keys.destroy(KeyName::Person(person)).await.unwrap();
    let state = keys.find(KeyName::Person(person)).await.unwrap();
    assert!(matches!(state, KeyState::Erased));

    // What would harm it is not answered at all.
    let context = jetstream::ContextBuilder::new()
        .timeout(Duration::from_millis(500))
        .build(client);
    let there = context.get_stream("throughline").await.unwrap();
    assert!(there.purge().await.is_err());
    assert!(there.delete_message(1).await.is_err());
    assert!(context.delete_stream("throughline").await.is_err());
    assert!(context.delete_stream("KV_throughline-keys").await.is_err());
    assert!(context.create_stream("others").await.is_err());
    assert_eq!(log.read_log(Position::START, 9).await.unwrap().len(), 4);

    let connecting = eventlog_jetstream::Connecting {
        credentials: Some(site.credentials("throughline", "wrong")),
        ..site.cluster.connecting()
    };
    let refused = eventlog_jetstream::connect(&connecting);
    assert!(refused.await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_user_keeps_accounts_and_reaches_nothing_else() {
    let site = Site::start();
    let mut pages = site.configuration.clone();
    pages.nats_credentials = Some(site.credentials("pages", "PAGES_NATS"));
    let client = nats::connect(&pages).await.unwrap();
    let records = nats::records(&pages, client.clone()).await.unwrap();
    let put = async |name: &str, value: &str, expected| {
        let put = records.put(name, value.as_bytes().to_vec(), expected);
        put.await.unwrap()
    };
    let get = async |name: &str| records.get(name).await.unwrap();
    assert_eq!(get("a.b.1").await, None);
    assert!(put("a.b.1", "one", records::Expected::New).await);
    assert!(!put("a.b.1", "again", records::Expected::New).await);
    let one = get("a.b.1").await.unwrap();
    assert_eq!(one.value, b"one");
    let seen = records::Expected::Revision(one.revision);
    assert!(put("a.b.1", "two", seen).await);
    assert!(!put("a.b.1", "late", seen).await, "somebody was faster");
    assert!(put("a.b.1", "three", records::Expected::Any).await);
    // Another process sees the same at once.
    let other = nats::records(&pages, nats::connect(&pages).await.unwrap());
    let other = other.await.unwrap();
    assert_eq!(other.get("a.b.1").await.unwrap().unwrap().value, b"three");
    for name in ["a.b.2", "a.bc.3", "b.b.4"] {
        assert!(put(name, "", records::Expected::New).await);
    }
    assert_eq!(records.names("a.b.").await.unwrap(), ["a.b.1", "a.b.2"]);
    assert_eq!(records.names("c.").await.unwrap(), [""; 0]);
    other.delete("a.b.1").await.unwrap();
    other.delete("a.b.1").await.unwrap();
    assert_eq!(get("a.b.1").await, None);
    assert!(put("a.b.1", "anew", records::Expected::New).await);

    // Neither log nor keys answer to it, nor may it end what it keeps.
    nats::log(
        &site.configuration,
        nats::connect(&site.configuration).await.unwrap(),
    )
    .await
    .unwrap();
    let context = jetstream::ContextBuilder::new()
        .timeout(Duration::from_millis(500))
        .build(client);
    assert!(context.get_stream("throughline").await.is_err());
    assert!(context.get_stream("KV_throughline-keys").await.is_err());
    let own = "KV_throughline-accounts";
    assert!(
        context
            .get_stream(own)
            .await
            .unwrap()
            .purge()
            .await
            .is_err()
    );
    assert!(context.delete_stream(own).await.is_err());
    let ours = nats::records(
        &site.configuration,
        nats::connect(&site.configuration).await.unwrap(),
    );
    assert!(
        tokio::time::timeout(Duration::from_secs(3), ours)
            .await
            .is_err(),
        "the rest of the system has no accounts"
    );
}
