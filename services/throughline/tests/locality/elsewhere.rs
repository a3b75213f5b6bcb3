//! The locality, copied to another backend: a system there makes the same files of it, and goes on.

use std::time::Duration;

use api::internal::AwaitAppliedRequest;
use eventlog::EventLog;
use throughline::{copying::copy, demo::acting::command_id};

use super::*;

/// The settings of a system with an empty data folder, and the master key of that place.
fn settings(place: &Path, data: &str) -> Configuration {
    let mut configuration = Configuration::default();
    configuration.data_folder = place.join(data);
    configuration.listen = ([127, 0, 0, 1], 0).into();
    configuration.pages_listen = configuration.listen;
    configuration.master_key_file = Some(place.join("master-key"));
    configuration.development_callers = true;
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

/// Stops a locality that was loaded, and gives what its files held, its folder, and somebody in it.
async fn stopped(place: Place) -> (BTreeMap<&'static str, String>, TempDir, String) {
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
    (in_folder, folder, maureen)
}

/// Copies the log of a folder, to where it has nothing yet.
async fn copied(data: &Path, there: &dyn EventLog) {
    let file = sqlite::log(data).unwrap();
    let copied = copy(&*file, there, |_| ()).await.unwrap();
    assert_eq!(copied.there, 0);
    assert_eq!(copied.tree_head, file.tree_head().await.unwrap());
    file.close().await.unwrap();
}

/// A system on the copy makes the same files, and goes on; and what it recorded can be copied back.
async fn goes_on(
    configuration: &Configuration,
    there: &dyn EventLog,
    (in_folder, folder, maureen): (BTreeMap<&'static str, String>, TempDir, String),
) {
    let clock = DemoClock::standing_at("2026-06-18T09:00:00Z".parse().unwrap());
    let system = System::open(configuration, Arc::new(clock.clone()))
        .await
        .unwrap();
    let stop = CancellationToken::new();
    let tasks = system.start(stop.clone());
    let elsewhere = dumps(&system, there, &configuration.data_folder).await;
    same(&in_folder, &elsewhere, "in a folder and elsewhere");

    let who = SIGN_INS[0].acting(&system.connection());
    let note = who.ask(api::v1::RecordNoteRequest {
        command_id: command_id(),
        person_id: maureen,
        words: "Recorded elsewhere.".into(),
        categories: vec![api::v1::Category::Health.into()],
        restricted_to: None,
    });
    who.notes().record_note(note).await.unwrap();
    let after = dumps(&system, there, &configuration.data_folder).await;
    assert!(after["PARK-ROAD-SURGERY"].contains("Recorded elsewhere."));
    stop.cancel();
    tasks.join(Duration::from_secs(20)).await.unwrap();
    system.close().await.unwrap();

    let file = sqlite::log(&folder.path().join("data")).unwrap();
    let copied = copy(there, &*file, |_| ()).await.unwrap();
    assert!(copied.written > 0);
    assert_eq!(copied.tree_head, there.tree_head().await.unwrap());
    file.close().await.unwrap();
}

#[cfg(feature = "jetstream")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_on_nats_gives_the_same_files_and_goes_on() {
    use keyring::{JetStreamKeyring, Keyring, SqliteKeyring};
    use throughline::backend::nats;

    let place = stopped(Place::load(7, 16).await).await;
    let data = place.1.path().join("data");
    let cluster = eventlog_jetstream::testing::Cluster::start(1);
    let mut configuration = settings(place.1.path(), "data-elsewhere");
    configuration.nats_servers = cluster.connecting().servers.join(",");
    configuration.nats_replicas = cluster.size();
    let client = cluster.client().await;
    let there = nats::log(&configuration, client.clone()).await.unwrap();
    copied(&data, &*there).await;
    let master = MasterKeys::from_text(&configuration.master_key_text().unwrap()).unwrap();
    let keys = SqliteKeyring::open(data.join("keys.db"), master, false).unwrap();
    let entries = keys.entries().await.unwrap();
    let options = nats::key_options(&configuration, false);
    JetStreamKeyring::restore(client, &options, &entries, || ())
        .await
        .unwrap();
    goes_on(&configuration, &*there, place).await;
}

#[cfg(feature = "kurrentdb")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_in_kurrentdb_gives_the_same_files_and_goes_on() {
    use eventlog_kurrentdb::testing::Facade;
    use throughline::backend::kurrentdb;

    let place = stopped(Place::load(7, 16).await).await;
    let data = place.1.path().join("data");
    let database = tempfile::tempdir().unwrap();
    let facade = Facade::start(sqlite::log(database.path()).unwrap()).await;
    let mut configuration = settings(place.1.path(), "data-elsewhere");
    let file = place.1.path().join("kurrentdb");
    fs::write(&file, facade.connection()).unwrap();
    configuration.kurrentdb_file = Some(file.clone());
    let there = kurrentdb::log(&configuration, &file).await.unwrap();
    copied(&data, &*there).await;
    fs::create_dir(&configuration.data_folder).unwrap();
    fs::copy(
        data.join("keys.db"),
        configuration.data_folder.join("keys.db"),
    )
    .unwrap();
    goes_on(&configuration, &*there, place).await;
}
