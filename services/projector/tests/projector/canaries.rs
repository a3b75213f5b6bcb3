//! On random histories: after each withdrawal that counts as applied, no byte of it is left; and a file that grew
//! commit by commit is the one that is made anew.

use std::sync::Arc;

use projector::{Projector, RebuildError};
use rusqlite::Connection;
use tokio_util::sync::CancellationToken;

use crate::{
    bytes,
    driver::Driver,
    town::{LONG_MS, Patience, Town},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_withdrawal_no_byte_of_it_is_left_and_what_is_shown_is_there() {
    for seed in [1, 2, 3] {
        let (mut town, mut driver) = (Town::new(3), Driver::new(seed));
        let running = town.start();
        running.catch_up(&town).await;
        let mut withdrawals = 0;
        for step in 0..120 {
            let recorded = driver.step(&mut town).await;
            if recorded.withdraws {
                withdrawals += 1;
                let answer = running.applied(recorded.position.0, LONG_MS).await.unwrap();
                assert!(
                    answer.applied,
                    "seed {seed}, step {step}: {:?}",
                    answer.pending
                );
                town.assert_no_byte_too_many(&format!("seed {seed}, step {step}"))
                    .await;
            }
        }
        assert!(withdrawals > 40, "{withdrawals}");
        running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_holds_while_files_are_read_and_made_anew() {
    for seed in [4, 5] {
        let (mut town, mut driver) = (Town::new(3), Driver::new(seed));
        let running = town.start();
        running.catch_up(&town).await;
        let enough = CancellationToken::new();
        let rebuilds = tokio::spawn(rebuild(running.projector.clone(), enough.clone()));
        let mut readers = 0;
        for step in 0..90 {
            let organisations = orgviews::organisations(town.path()).unwrap();
            let reader = (driver.below(4) == 0 && !organisations.is_empty())
                .then(|| &organisations[driver.below(organisations.len())])
                .and_then(|organisation| Some((organisation, read(&town, organisation)?)));
            let recorded = driver.step(&mut town).await;
            let position = recorded.position.0;
            let Some((organisation, reader)) = reader else {
                assert!(running.applied(position, LONG_MS).await.unwrap().applied);
                town.assert_no_byte_of_anything_hidden(&format!("seed {seed}, step {step}"))
                    .await;
                continue;
            };
            // In the end nobody is waited for but whoever reads, if what they read is still in use.
            let mut patience = Patience::new();
            loop {
                let answer = running.applied(position, 5).await.unwrap();
                if answer.applied || answer.pending == [organisation.to_string()] {
                    break;
                }
                patience.wait().await;
            }
            drop(reader);
            readers += 1;
            assert!(running.applied(position, LONG_MS).await.unwrap().applied);
            town.assert_no_byte_of_anything_hidden(&format!("seed {seed}, step {step}"))
                .await;
        }
        enough.cancel();
        assert!(rebuilds.await.unwrap() > 20, "rebuilds");
        assert!(readers > 5, "{readers}");
        running.stop().await;
        for organisation in orgviews::organisations(town.path()).unwrap() {
            town.assert_equal(&organisation).await;
        }
    }
}

/// Makes one file after the other anew; how many.
async fn rebuild(projector: Arc<Projector>, enough: CancellationToken) -> usize {
    let mut made = 0;
    while !enough.is_cancelled() {
        match projector.check_one().await {
            Ok(Some(rebuilt)) => {
                assert!(rebuilt.equal, "{}", rebuilt.organisation);
                made += 1;
            }
            Ok(None) => {}
            // A withdrawal that met a reader of the new file; there is none, but for this process's own look at it.
            Err(RebuildError::Views(error)) => assert!(error.retry_helps(), "{error}"),
            Err(error) => panic!("{error}"),
        }
        tokio::task::yield_now().await;
    }
    made
}

/// Begins to read the organisation's file, where it is not just being replaced.
fn read(town: &Town, organisation: &casework::ids::OrganisationId) -> Option<Connection> {
    let path = bytes::folder(town.path(), organisation).join("current");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let reader = Connection::open_with_flags(path, flags).ok()?;
    let begin = "BEGIN; SELECT count(*) FROM facts;";
    reader.execute_batch(begin).ok()?;
    Some(reader)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_grew_are_equal_to_files_made_anew() {
    for seed in [11, 12, 13, 14] {
        let (mut town, mut driver) = (Town::new(4), Driver::new(seed));
        let running = town.start();
        for _ in 0..150 {
            driver.step(&mut town).await;
        }
        running.catch_up(&town).await;
        let organisations = orgviews::organisations(town.path()).unwrap();
        assert!(organisations.len() >= 4, "{organisations:?}");
        for _ in &organisations {
            let checked = running.projector.check_one().await.unwrap().unwrap();
            assert!(checked.equal, "seed {seed}: {}", checked.organisation);
        }
        running.stop().await;
        for organisation in &organisations {
            town.assert_equal(organisation).await;
        }
        town.assert_no_byte_too_many(&format!("seed {seed}")).await;
    }
}
