//! The case for backends that outlive a process: what was acknowledged is there after reopening.

use std::future::Future;
use std::sync::Arc;

use super::{bounded, read_all, recomputed, samples};
use crate::commit::Commit;
use crate::log::{Error, EventLog, Expected};

/// How often the storage is reopened.
const ROUNDS: usize = 4;

/// Appends and reopens by turns. `reopen` gives the log of one and the same storage, empty at first; what
/// it gave before is no longer used by then, and is `reopen`'s to close or to kill.
pub async fn run_reopen<Reopen, Opening>(mut reopen: Reopen)
where
    Reopen: FnMut() -> Opening,
    Opening: Future<Output = Arc<dyn EventLog>>,
{
    let case = async {
        let mut id = None;
        let mut known: Vec<Commit> = Vec::new();
        for round in 0..ROUNDS {
            let log = reopen().await;
            assert_eq!(*id.get_or_insert(log.id()), log.id(), "the id stays");
            assert_eq!(
                read_all(&*log).await,
                known,
                "what was acknowledged is there"
            );
            assert_eq!(
                log.tree_head().await,
                Ok(recomputed(&known)),
                "the tree head stays"
            );
            let head = known
                .last()
                .map(|commit| commit.position)
                .unwrap_or_default();
            assert_eq!(log.head().await, Ok(head));
            append_some(&*log, round, &known).await;
            known = read_all(&*log).await;
        }
    };
    bounded("acknowledged_commits_outlive_the_process", case).await;
}

/// Continues two streams and starts one.
async fn append_some(log: &dyn EventLog, round: usize, known: &[Commit]) {
    for name in [
        "person-continued".to_owned(),
        "readings-continued".to_owned(),
        format!("person-{round}"),
    ] {
        let stream = samples::stream(&name);
        let last = known.iter().rfind(|commit| commit.stream == stream);
        let version = last.map(Commit::last_version).unwrap_or_default();
        let wrong = log
            .append(
                &stream,
                Expected::Version(version.plus(1)),
                samples::commit(1, 0),
            )
            .await;
        assert_eq!(
            wrong,
            Err(Error::Conflict {
                stream: stream.clone(),
                actual: version
            })
        );
        let commit = samples::commit(2, round as i64 + 1);
        let appended = log
            .append(&stream, Expected::Version(version), commit)
            .await
            .expect("appending");
        assert_eq!(appended.version, version.plus(2));
        assert!(
            known
                .last()
                .is_none_or(|last| last.position < appended.position),
            "numbering continues"
        );
        let early = log
            .append(&stream, Expected::Any, samples::commit(1, 0))
            .await;
        assert!(
            matches!(early, Err(Error::ClockWentBack { .. })),
            "the clock is remembered: {early:?}"
        );
        assert_eq!(
            log.read_stream(&stream, version, 1)
                .await
                .map(|read| read.len()),
            Ok(1)
        );
    }
}
