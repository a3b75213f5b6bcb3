//! The suite that every backend passes. It knows the trait alone: what is special to a backend is tested
//! in its own crate. A case fails by panicking, after its name was printed.

mod appending;
mod concurrency;
mod durability;
mod reading;
pub mod samples;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

pub use durability::run_reopen;

use crate::commit::Commit;
use crate::log::EventLog;
use crate::merkle::{Hash, TreeHead, naive_root};
use crate::record::Position;

/// No case takes longer; one that hangs fails.
const CASE_TIMEOUT: Duration = Duration::from_secs(60);

/// Runs every case, each on a log of its own: `open` gives a fresh, empty one. Call it on a runtime with
/// time enabled and more than one thread.
pub async fn run<Open, Opening>(open: Open)
where
    Open: Fn() -> Opening,
    Opening: Future<Output = Arc<dyn EventLog>>,
{
    macro_rules! cases {
        ($($module:ident :: $case:ident),* $(,)?) => {
            $(bounded(stringify!($case), $module::$case(open().await)).await;)*
        };
    }
    cases!(
        appending::a_new_stream_starts_at_version_one,
        appending::a_conflict_names_the_actual_version,
        appending::any_version_is_taken_where_asked_for,
        appending::a_second_try_writes_nothing_twice,
        appending::the_largest_commits_come_back_whole,
        appending::too_large_a_commit_writes_nothing,
        appending::recorded_at_never_goes_back,
        reading::an_empty_log_has_nothing,
        reading::an_empty_stream_has_nothing,
        reading::order_is_kept_in_log_and_streams,
        reading::a_reader_resumes_from_a_position,
        reading::a_stream_is_read_in_whole_commits,
        reading::the_tree_head_is_that_of_the_records,
        concurrency::one_writer_wins_each_version,
        concurrency::writers_to_many_streams_all_succeed,
        concurrency::a_tailing_reader_is_never_overtaken,
        concurrency::waiting_for_growth_wakes_and_can_be_dropped,
    );
}

async fn bounded(name: &str, case: impl Future<Output = ()>) {
    println!("conformance: {name}");
    let finished = tokio::time::timeout(CASE_TIMEOUT, case).await;
    assert!(finished.is_ok(), "{name} took longer than {CASE_TIMEOUT:?}");
}

/// Everything in the log, read in small pages, which are checked to be in order.
async fn read_all(log: &dyn EventLog) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    loop {
        let after = commits
            .last()
            .map_or(Position::START, |commit| commit.position);
        let page = log.read_log(after, 7).await.expect("reading the log");
        assert!(page.len() <= 7, "more commits than asked for");
        if page.is_empty() {
            return commits;
        }
        for commit in page {
            assert!(
                commits
                    .last()
                    .is_none_or(|last| last.position < commit.position),
                "positions go up"
            );
            commits.push(commit);
        }
    }
}

/// The tree head recomputed from the records themselves.
fn recomputed(commits: &[Commit]) -> TreeHead {
    let hashes: Vec<Hash> = commits
        .iter()
        .flat_map(|commit| &commit.records)
        .map(|record| record.hash)
        .collect();
    TreeHead {
        size: hashes.len() as u64,
        root: naive_root(&hashes),
    }
}
