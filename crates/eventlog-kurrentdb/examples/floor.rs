//! What one append takes in the client itself, by each of its ways, and by ours, on the tests' server over a log in memory:
//! `cargo run --release -p eventlog-kurrentdb --features testing --example floor`.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement"
)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use eventlog::{EventLog, Expected, LogId, Version, conformance::samples, memory::MemoryLog};
use eventlog_kurrentdb::{Options, open, testing::Facade};
use eventstore::{AppendToStreamOptions, BatchAppendOptions, Client, EventData, StreamState};
use uuid::Uuid;

const APPENDS: usize = 200;

#[tokio::main]
async fn main() {
    let facade = Facade::start(Arc::new(MemoryLog::new(LogId(Uuid::from_u128(1))))).await;
    let client = Client::new(facade.connection().parse().unwrap()).unwrap();
    let event = || EventData::binary("made", vec![7; 900].into()).id(Uuid::new_v4());
    let any = AppendToStreamOptions::default().stream_state(StreamState::Any);
    let plain = median(async || {
        client
            .append_to_stream("plain", &any, event())
            .await
            .unwrap();
    });
    println!("plain append, p50:  {:6.2} ms", plain.await);
    let batch = client
        .batch_append(&BatchAppendOptions::default())
        .await
        .unwrap();
    let batched = median(async || {
        let events = vec![event()];
        batch
            .append_to_stream("batch", StreamState::Any, events)
            .await
            .unwrap();
    });
    println!("batch append, p50:  {:6.2} ms", batched.await);
    let log = open(Options {
        connection: facade.connection(),
        name: "log".to_owned(),
        id_if_new: LogId(Uuid::from_u128(2)),
    })
    .await
    .unwrap();
    let log = Arc::new(log);
    let version = std::cell::Cell::new(0);
    let stream = samples::stream("person-1");
    let ours = median(async || {
        let expected = Expected::Version(Version(version.get()));
        log.append(&stream, expected, samples::commit(1, 0))
            .await
            .unwrap();
        version.set(version.get() + 1);
    });
    println!("the log's own, p50: {:6.2} ms", ours.await);
    let begun = Instant::now();
    let mut writers = Vec::new();
    for writer in 0..64 {
        let log = log.clone();
        writers.push(tokio::spawn(async move {
            let stream = samples::stream(&format!("writer-{writer}"));
            for version in 0..20 {
                let expected = Expected::Version(Version(version));
                log.append(&stream, expected, samples::commit(1, 0))
                    .await
                    .unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let taken = begun.elapsed().as_secs_f64();
    println!(
        "the log's own, 64 at once: {:.0} a second",
        64.0 * 20.0 / taken
    );
}

/// The median of some in a row, in milliseconds.
async fn median(one: impl AsyncFn()) -> f64 {
    one().await;
    let mut taken: Vec<Duration> = Vec::new();
    for _ in 0..APPENDS {
        let begun = Instant::now();
        one().await;
        taken.push(begun.elapsed());
    }
    taken.sort();
    taken[taken.len() / 2].as_secs_f64() * 1_000.0
}
