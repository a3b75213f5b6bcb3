//! Cases about one append: what is taken, what is refused, and that a refusal writes nothing.

use std::sync::Arc;

use super::{read_all, samples};
use crate::commit::{self, NewCommit};
use crate::log::{Error, EventLog, Expected};
use crate::record::{NewRecord, Position};
use crate::stream::Version;

const NEW: Expected = Expected::Version(Version(0));

pub(super) async fn a_new_stream_starts_at_version_one(log: Arc<dyn EventLog>) {
    let (stream, commit) = (samples::stream("person-new"), samples::commit(3, 0));
    let appended = log
        .append(&stream, NEW, commit.clone())
        .await
        .expect("a new stream");
    assert_eq!(appended.version, Version(3));
    assert!(appended.position > Position::START);
    let read = log
        .read_stream(&stream, Version(0), 10)
        .await
        .expect("reading it");
    assert_eq!(read.len(), 1);
    assert_eq!(
        (read[0].position, read[0].first_version),
        (appended.position, Version(1))
    );
    for ((record, new), version) in read[0].records.iter().zip(commit.records()).zip(1..) {
        assert_eq!(
            (&record.stream, record.version),
            (&stream, Version(version))
        );
        assert_eq!((&record.header, &record.sealed), (&new.header, &new.sealed));
    }
    let appended = log
        .append(
            &stream,
            Expected::Version(Version(3)),
            samples::commit(2, 0),
        )
        .await;
    assert_eq!(appended.expect("the next commit").version, Version(5));
}

pub(super) async fn a_conflict_names_the_actual_version(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-conflict");
    log.append(&stream, NEW, samples::commit(3, 0))
        .await
        .expect("a new stream");
    for wrong in [0, 1, 2, 4, 1000] {
        let refused = log
            .append(
                &stream,
                Expected::Version(Version(wrong)),
                samples::commit(1, 0),
            )
            .await;
        let conflict = Error::Conflict {
            stream: stream.clone(),
            actual: Version(3),
        };
        assert_eq!(refused, Err(conflict), "expected version {wrong}");
    }
    let absent = samples::stream("person-absent");
    let refused = log
        .append(
            &absent,
            Expected::Version(Version(1)),
            samples::commit(1, 0),
        )
        .await;
    assert_eq!(
        refused,
        Err(Error::Conflict {
            stream: absent,
            actual: Version(0)
        })
    );
    assert_eq!(
        read_all(&*log).await.len(),
        1,
        "a refused commit was written"
    );
}

pub(super) async fn any_version_is_taken_where_asked_for(log: Arc<dyn EventLog>) {
    let stream = samples::stream("readings-any");
    for version in 1..=5 {
        let appended = log
            .append(&stream, Expected::Any, samples::commit(1, 0))
            .await
            .expect("any version");
        assert_eq!(appended.version, Version(version));
    }
    let read = log
        .read_stream(&stream, Version(0), 10)
        .await
        .expect("reading it");
    let versions: Vec<u64> = read.iter().map(|commit| commit.first_version.0).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5]);
}

/// A caller that lost the answer tries again: it is told of the conflict, or of the first try's success.
pub(super) async fn a_second_try_writes_nothing_twice(log: Arc<dyn EventLog>) {
    let (stream, commit) = (samples::stream("person-retry"), samples::commit(2, 0));
    let first = log
        .append(&stream, NEW, commit.clone())
        .await
        .expect("the first try");
    match log.append(&stream, NEW, commit).await {
        Ok(second) => assert_eq!(second, first),
        Err(refused) => assert_eq!(
            refused,
            Error::Conflict {
                stream: stream.clone(),
                actual: Version(2)
            }
        ),
    }
    assert_eq!(read_all(&*log).await.len(), 1);
    log.append(
        &stream,
        Expected::Version(Version(2)),
        samples::commit(1, 0),
    )
    .await
    .expect("the next commit");
}

pub(super) async fn the_largest_commits_come_back_whole(log: Arc<dyn EventLog>) {
    let most_records = samples::commit(commit::RECORDS_MAX, 0);
    let most_bytes = largest();
    let stream = samples::stream("person-large");
    log.append(&stream, NEW, most_records.clone())
        .await
        .expect("the most records");
    let after = Expected::Version(Version(256));
    let appended = log
        .append(&stream, after, most_bytes.clone())
        .await
        .expect("the most bytes");
    assert_eq!(appended.version, Version(257));
    let read = read_all(&*log).await;
    assert_eq!(read.len(), 2);
    for (read, written) in read.iter().zip([most_records, most_bytes]) {
        let read: Vec<_> = read
            .records
            .iter()
            .map(|record| (&record.header, &record.sealed))
            .collect();
        let written: Vec<_> = written
            .records()
            .iter()
            .map(|record| (&record.header, &record.sealed))
            .collect();
        assert_eq!(read, written);
    }
}

pub(super) async fn too_large_a_commit_writes_nothing(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-too-large");
    let too_many = NewCommit::new(
        (0..=commit::RECORDS_MAX)
            .map(|_| samples::record(0))
            .collect(),
    );
    assert_eq!(
        too_many,
        Err(commit::Error::TooManyRecords { records: 257 })
    );
    let mut records = largest().records().to_vec();
    records.push(samples::record(0));
    assert!(matches!(
        NewCommit::new(records),
        Err(commit::Error::TooLarge { .. })
    ));
    assert_eq!(log.head().await, Ok(Position::START));
    log.append(&stream, NEW, samples::commit(1, 0))
        .await
        .expect("one that fits");
}

pub(super) async fn recorded_at_never_goes_back(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-clock");
    log.append(&stream, NEW, samples::commit(1, 1_000))
        .await
        .expect("the first");
    let went_back = |offset_ms| Error::ClockWentBack {
        stream: stream.clone(),
        last_ms: samples::EPOCH_MS + offset_ms,
    };
    for expected in [Expected::Any, Expected::Version(Version(1))] {
        let refused = log.append(&stream, expected, samples::commit(1, 999)).await;
        assert_eq!(refused, Err(went_back(1_000)));
    }
    let within: Vec<NewRecord> = [2_000, 1_500].map(samples::record).into();
    let within = NewCommit::new(within).expect("it is within the limits");
    assert_eq!(
        log.append(&stream, Expected::Any, within).await,
        Err(went_back(2_000))
    );
    log.append(
        &stream,
        Expected::Version(Version(1)),
        samples::commit(1, 1_000),
    )
    .await
    .expect("the same moment");
    let other = samples::stream("person-clock-2");
    log.append(&other, NEW, samples::commit(1, 5))
        .await
        .expect("another stream has its own clock");
    assert_eq!(read_all(&*log).await.len(), 3);
}

/// One record of as many bytes as a commit takes.
fn largest() -> NewCommit {
    let sized = |sealed_bytes| NewCommit::new(vec![samples::sized_record(0, sealed_bytes)]);
    let Err(commit::Error::TooLarge { bytes }) = sized(commit::BYTES_MAX) else {
        panic!("as many bytes as a commit takes leave no room for the header");
    };
    sized(2 * commit::BYTES_MAX - bytes).expect("what was too much is taken off")
}
