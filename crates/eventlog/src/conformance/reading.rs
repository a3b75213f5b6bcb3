//! Cases about reading: order, resuming, empty logs and streams, and the tree over what was read.

use std::sync::Arc;

use super::{read_all, recomputed, samples};
use crate::commit::Commit;
use crate::log::{EventLog, Expected};
use crate::record::Position;
use crate::stream::Version;

pub(super) async fn an_empty_log_has_nothing(log: Arc<dyn EventLog>) {
    assert_eq!(log.head().await, Ok(Position::START));
    assert_eq!(log.read_log(Position::START, 10).await, Ok(vec![]));
    assert_eq!(log.read_log(Position(17), 10).await, Ok(vec![]));
    assert_eq!(log.tree_head().await, Ok(recomputed(&[])));
    assert_eq!(log.id(), log.id());
}

pub(super) async fn an_empty_stream_has_nothing(log: Arc<dyn EventLog>) {
    log.append(
        &samples::stream("person-other"),
        Expected::Any,
        samples::commit(2, 0),
    )
    .await
    .expect("appending");
    let absent = samples::stream("person-othe");
    assert_eq!(log.read_stream(&absent, Version(0), 10).await, Ok(vec![]));
    assert_eq!(log.read_stream(&absent, Version(5), 10).await, Ok(vec![]));
}

pub(super) async fn order_is_kept_in_log_and_streams(log: Arc<dyn EventLog>) {
    let streams = ["person-1", "person-2", "organisation-E82001"].map(samples::stream);
    let mut versions = [Version(0); 3];
    let mut written = Vec::new();
    for step in 0..30 {
        let chosen = (step * step + step / 3) % 3;
        let commit = samples::commit(1 + step % 4, step as i64);
        let expected = Expected::Version(versions[chosen]);
        let appended = log
            .append(&streams[chosen], expected, commit)
            .await
            .expect("appending");
        written.push((
            appended.position,
            streams[chosen].clone(),
            versions[chosen].plus(1),
        ));
        versions[chosen] = appended.version;
        assert_eq!(log.head().await, Ok(appended.position));
    }
    let all = read_all(&*log).await;
    let place = |commit: &Commit| (commit.position, commit.stream.clone(), commit.first_version);
    assert_eq!(all.iter().map(place).collect::<Vec<_>>(), written);
    for (stream, version) in streams.iter().zip(versions) {
        let read = log
            .read_stream(stream, Version(0), 100)
            .await
            .expect("reading a stream");
        let of_stream: Vec<Commit> = all
            .iter()
            .filter(|commit| commit.stream == *stream)
            .cloned()
            .collect();
        assert_eq!(read, of_stream);
        assert_eq!(
            read.last().map(Commit::last_version).unwrap_or_default(),
            version
        );
    }
}

pub(super) async fn a_reader_resumes_from_a_position(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-resume");
    for step in 0..12 {
        log.append(&stream, Expected::Any, samples::commit(2, step))
            .await
            .expect("appending");
    }
    let all = read_all(&*log).await;
    assert_eq!(all.len(), 12);
    for (read, commit) in all.iter().enumerate() {
        let rest = log.read_log(commit.position, 100).await.expect("resuming");
        assert!(
            rest.iter().eq(&all[read + 1..][..rest.len()]),
            "after {}",
            commit.position
        );
        assert_eq!(rest.is_empty(), read + 1 == all.len());
        let next = log.read_log(commit.position, 1).await.expect("one commit");
        assert_eq!(next.first(), all.get(read + 1));
    }
    assert_eq!(log.read_log(Position::START, 0).await, Ok(vec![]));
}

pub(super) async fn a_stream_is_read_in_whole_commits(log: Arc<dyn EventLog>) {
    let stream = samples::stream("person-whole");
    for records in [3, 1, 4] {
        log.append(&stream, Expected::Any, samples::commit(records, 0))
            .await
            .expect("appending");
        log.append(
            &samples::stream("person-between"),
            Expected::Any,
            samples::commit(1, 0),
        )
        .await
        .expect("appending");
    }
    for (after, first_versions) in [
        (0, &[1, 4, 5][..]),
        (1, &[1, 4, 5]),
        (2, &[1, 4, 5]),
        (3, &[4, 5]),
        (4, &[5]),
        (7, &[5]),
        (8, &[]),
        (9, &[]),
    ] {
        let read = log
            .read_stream(&stream, Version(after), 10)
            .await
            .expect("reading");
        let found: Vec<u64> = read.iter().map(|commit| commit.first_version.0).collect();
        assert_eq!(found, first_versions, "after {after}");
    }
    let limited = log
        .read_stream(&stream, Version(1), 2)
        .await
        .expect("reading");
    assert_eq!(
        limited
            .iter()
            .map(|commit| commit.records.len())
            .collect::<Vec<_>>(),
        [3, 1]
    );
    assert_eq!(log.read_stream(&stream, Version(0), 0).await, Ok(vec![]));
}

pub(super) async fn the_tree_head_is_that_of_the_records(log: Arc<dyn EventLog>) {
    for step in 0..20_usize {
        let stream = samples::stream(&format!("person-{}", step % 3));
        log.append(
            &stream,
            Expected::Any,
            samples::commit(1 + step % 5, step as i64),
        )
        .await
        .expect("appending");
        assert_eq!(
            log.tree_head().await,
            Ok(recomputed(&read_all(&*log).await)),
            "after {} commits",
            step + 1
        );
    }
}
