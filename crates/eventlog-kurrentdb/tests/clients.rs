//! The clients that others publish, in Rust, Python and Node, unchanged: they append, read, subscribe and conflict on the
//! tests' server as they would on the database, so that the other tests rest on something.
#![allow(clippy::unwrap_used)]

#[path = "support/site.rs"]
mod site;

use std::{path::Path, process::Command, time::Duration};

use eventstore::{
    AppendToStreamOptions, Client, CurrentRevision, Error, EventData, ReadAllOptions,
    ReadStreamOptions, StreamPosition, StreamState, SubscribeToAllOptions,
    SubscribeToStreamOptions,
};
use uuid::Uuid;

use site::Site;

/// Longer than anything here takes.
const WITHIN: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rust_client_works_unchanged() {
    let site = Site::start().await;
    let all = rust(site.facade.connection());
    tokio::time::timeout(WITHIN, all).await.unwrap();
}

async fn rust(connection: String) {
    let client = Client::new(connection.parse().unwrap()).unwrap();
    let stream = "rust-stream with a name of its own";
    let ids = [1, 2, 3, 4].map(Uuid::from_u128);
    let event = |number: usize| EventData::json(format!("made-{number}"), &number).unwrap();
    let events = |numbers: &[usize]| -> Vec<EventData> {
        let events = numbers.iter();
        events
            .map(|&number| event(number).id(ids[number]))
            .collect()
    };
    let expecting = |state| AppendToStreamOptions::default().stream_state(state);
    let options = ReadStreamOptions::default().max_count(10);

    let mut nothing = client.read_stream(stream, &options).await.unwrap();
    let nothing = nothing.next().await;
    assert!(
        matches!(nothing, Err(Error::ResourceNotFound)),
        "{nothing:?}"
    );

    let no_stream = expecting(StreamState::NoStream);
    let first = client
        .append_to_stream(stream, &no_stream, events(&[0, 1]))
        .await;
    let first = first.unwrap();
    let again = client
        .append_to_stream(stream, &no_stream, events(&[0, 1]))
        .await;
    assert_eq!(again.unwrap().position, first.position);
    let refused = client
        .append_to_stream(stream, &no_stream, events(&[2]))
        .await;
    let Err(Error::WrongExpectedVersion { expected, current }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(expected, StreamState::NoStream);
    assert_eq!(current, CurrentRevision::Current(1));
    let next = expecting(StreamState::StreamRevision(1));
    let last = client
        .append_to_stream(stream, &next, events(&[2]))
        .await
        .unwrap();
    assert_eq!(last.next_expected_version, 2);

    let mut read = client.read_stream(stream, &options).await.unwrap();
    for (revision, id) in (0..).zip(&ids[..3]) {
        let event = read.next().await.unwrap().unwrap();
        let event = event.get_original_event();
        assert_eq!((event.revision, event.id), (revision, *id));
        assert_eq!(event.event_type, format!("made-{revision}"));
        assert_eq!(event.as_json::<u64>().unwrap(), revision);
    }
    assert!(read.next().await.unwrap().is_none());
    let backwards = ReadAllOptions::default()
        .position(StreamPosition::End)
        .max_count(1);
    let mut read = client.read_all(&backwards).await.unwrap();
    let newest = read.next().await.unwrap().unwrap();
    assert_eq!(newest.get_original_event().id, ids[2]);

    let from_start = SubscribeToStreamOptions::default().start_from(StreamPosition::Start);
    let mut of_stream = client.subscribe_to_stream(stream, &from_start).await;
    let behind = SubscribeToAllOptions::default().position(StreamPosition::Position(last.position));
    let mut of_all = client.subscribe_to_all(&behind).await;
    for id in &ids[..3] {
        assert_eq!(of_stream.next().await.unwrap().get_original_event().id, *id);
    }
    let any = expecting(StreamState::Any);
    client
        .append_to_stream(stream, &any, events(&[3]))
        .await
        .unwrap();
    assert_eq!(
        of_stream.next().await.unwrap().get_original_event().id,
        ids[3]
    );
    assert_eq!(of_all.next().await.unwrap().get_original_event().id, ids[3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_python_client_works_unchanged() {
    let mut python = Command::new("python3");
    python.env("PYTHONPATH", workspace().join("tools/kurrentdb"));
    says_fine(python, "client.py").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_node_client_works_unchanged() {
    says_fine(Command::new("node"), "client.mjs").await;
}

/// Runs a program of a client. What it needs is installed by `cargo xtask check`.
async fn says_fine(mut command: Command, program: &str) {
    let site = Site::start().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    command
        .arg(path.join(program))
        .arg(site.facade.connection());
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = tokio::time::timeout(WITHIN, run).await.unwrap().unwrap();
    let [said, complained] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(
        output.status.success() && said.trim().ends_with("fine"),
        "{said}\n{complained}\nWhere a package is missing, `cargo xtask check --only test` installs it."
    );
}

fn workspace() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
