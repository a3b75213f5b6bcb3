//! The locality, copied to NATS servers: a system there makes the same files of it, and goes on.

use std::{sync::Arc, time::Duration};

use api::internal::AwaitAppliedRequest;
use eventlog::EventLog;
use eventlog_jetstream::testing::Cluster;
use keyring::{JetStreamKeyring, Keyring, SqliteKeyring};
use throughline::{backend::nats, copying::copy, demo::acting::command_id};

use super::*;

/// The settings of a system on these servers, with an empty data folder and the keys of that place.
fn settings(place: &Path, cluster: &Cluster, data: &str) -> Configuration {
    let mut configuration = Configuration::default();
    configuration.data_folder = place.join(data);
    configuration.listen = ([127, 0, 0, 1], 0).into();
    configuration.pages_listen = configuration.listen;
    configuration.master_key_file = Some(place.join("master-key"));
    configuration.development_callers = true;
    configuration.nats_servers = cluster.connecting().servers.join(",");
    configuration.nats_replicas = cluster.size();
    configuration
}

/// Every organisation's file once it holds what the log does.
async fn dumps(
    system: &System,
    log: &dyn EventLog,
    folder: &Path,
) -> BTreeMap<&'static str, String> {
    let request = AwaitAppliedRequest {
        position: log.head().await.unwrap().0,
        wait_ms: 60_000,
    };
    let applied = system.projector().await_applied(request).await.unwrap();
    assert!(applied.into_inner().pending.is_empty());
    let codes = ORGANISATIONS.iter().map(|organisation| organisation.code);
    codes.map(|code| (code, dump(folder, code))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_on_nats_gives_the_same_files_and_goes_on() {
    let place = Place::load(7, 16).await;
    let in_folder = place.dumps();
    let maureen = place.loaded[0].person.clone();
    let Place {
        folder,
        server,
        stop,
        ..
    } = place;
    stop.cancel();
    server.finished().await.unwrap();

    let cluster = Cluster::start(1);
    let configuration = settings(folder.path(), &cluster, "data-on-nats");
    let client = cluster.client().await;
    let there = nats::log(&configuration, client.clone()).await.unwrap();
    let data = folder.path().join("data");
    let file = sqlite::log(&data).unwrap();
    let copied = copy(&*file, &*there, |_| ()).await.unwrap();
    assert_eq!(copied.there, 0);
    assert_eq!(copied.tree_head, file.tree_head().await.unwrap());
    let master = MasterKeys::from_text(&configuration.master_key_text().unwrap()).unwrap();
    let keys = SqliteKeyring::open(data.join("keys.db"), master, false).unwrap();
    let entries = keys.entries().await.unwrap();
    let options = nats::key_options(&configuration, false);
    JetStreamKeyring::restore(client, &options, &entries, || ())
        .await
        .unwrap();

    let clock = DemoClock::standing_at("2026-06-18T09:00:00Z".parse().unwrap());
    let system = System::open(&configuration, Arc::new(clock.clone()))
        .await
        .unwrap();
    let stop = CancellationToken::new();
    let tasks = system.start(stop.clone());
    let on_nats = dumps(&system, &*there, &configuration.data_folder).await;
    same(&in_folder, &on_nats, "in a folder and on NATS");

    // Somebody goes on there, and it is seen.
    let who = SIGN_INS[0].acting(&system.connection());
    let note = who.ask(api::v1::RecordNoteRequest {
        command_id: command_id(),
        person_id: maureen,
        words: "Recorded on NATS.".into(),
        categories: vec![api::v1::Category::Health.into()],
        restricted_to: None,
    });
    who.notes().record_note(note).await.unwrap();
    let after = dumps(&system, &*there, &configuration.data_folder).await;
    assert!(after["PARK-ROAD-SURGERY"].contains("Recorded on NATS."));
    stop.cancel();
    tasks.join(Duration::from_secs(20)).await.unwrap();
    system.close().await.unwrap();

    // And the way back: the file lacks what came since, and takes it.
    let copied = copy(&*there, &*file, |_| ()).await.unwrap();
    assert!(copied.written > 0);
    assert_eq!(copied.tree_head, there.tree_head().await.unwrap());
    file.close().await.unwrap();
}
