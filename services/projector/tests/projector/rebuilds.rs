//! A file that is being made anew, and a reader in the way of a withdrawal.

use std::fs;

use api::internal::{RebuildOrganisationRequest, RebuildOrganisationResponse};
use casestore::Stream;
use casework::{
    history::History,
    ids::OrganisationId,
    objection::Against,
    testing::{self, gp, link_worker, note, objection},
};
use eventlog::{EventLog, Expected};
use rusqlite::Connection;
use tonic::Streaming;

use crate::{
    bytes,
    driver::{Driver, service},
    faults::unreadable,
    town::{LONG_MS, Patience, Running, Town},
};

const SECRET: u64 = 777;

/// The practice has written about the first person, and the charity is shown it. Enough others follow that a first
/// pass writes more than once.
async fn shared() -> (Town, Running, OrganisationId) {
    let (mut town, mut driver) = (Town::new(40), Driver::new(5));
    let charity = link_worker().organisation;
    for person in town.people.clone() {
        let open = driver.open_case(&gp().organisation);
        town.person(person, &gp(), &open).await.unwrap();
        let referral = casework::referral::raise::RaiseReferral {
            service: service(&charity),
            ..testing::referral()
        };
        town.person(person, &gp(), &referral).await.unwrap();
        let accept = testing::accept(&town.streams.read(&person).await.unwrap().state);
        town.person(person, &link_worker(), &accept).await.unwrap();
        let everything = testing::agreement(
            casework::agreement::Audience::EveryoneInvolved,
            &casework::Category::ALL,
        );
        town.person(person, &gp(), &everything).await.unwrap();
        let number = if person == town.people[0] {
            SECRET
        } else {
            driver.below(500) as u64 + 1000
        };
        town.person(
            person,
            &gp(),
            &note(&bytes::canary(number), &[casework::Category::Housing]),
        )
        .await
        .unwrap();
    }
    let running = town.start();
    running.catch_up(&town).await;
    assert!(bytes::canaries_of(town.path(), &charity).contains(&bytes::canary(SECRET)));
    (town, running, charity)
}

async fn rebuild(
    running: &Running,
    organisation: &OrganisationId,
) -> Streaming<RebuildOrganisationResponse> {
    let request = RebuildOrganisationRequest {
        organisation: organisation.to_string(),
    };
    running
        .client
        .clone()
        .rebuild_organisation(request)
        .await
        .unwrap()
        .into_inner()
}

/// How many files of the organisation hold the secret.
fn files_with_the_secret(town: &Town, organisation: &OrganisationId) -> usize {
    let databases = bytes::files(town.path(), organisation)
        .into_iter()
        .filter_map(|path| {
            let generation = path.file_name()?.to_str()?.split(".db").next()?.to_owned();
            let holds = bytes::canaries_in(&fs::read(path).ok()?).contains(&bytes::canary(SECRET));
            holds.then_some(generation)
        });
    databases.collect::<std::collections::BTreeSet<_>>().len()
}

async fn withdraw(town: &mut Town, charity: &OrganisationId) -> u64 {
    let person = town.people[0];
    let against = objection(Against::Organisation(charity.clone()), None);
    town.person(person, &gp(), &against).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawal_reaches_a_file_that_is_being_made_anew_whether_it_was_in_it_or_not() {
    // The first pass waits before the last person (the first is written by then), or before the first.
    for (waits_at, files) in [(39, 2), (0, 1)] {
        let (mut town, running, charity) = shared().await;
        let steps = held_up(&town, &running, &charity, waits_at, files).await;
        let position = withdraw(&mut town, &charity).await;
        assert!(running.applied(position, LONG_MS).await.unwrap().applied);
        assert_eq!(
            files_with_the_secret(&town, &charity),
            0,
            "while the rebuild goes on"
        );
        finish(&town, steps).await;
        town.assert_no_byte_too_many("after the rebuild").await;
        running.stop().await;
        town.assert_equal(&charity).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_halts_leaves_a_file_that_is_being_made_anew_too() {
    for (waits_at, files) in [(39, 2), (0, 1)] {
        let (town, running, charity) = shared().await;
        let steps = held_up(&town, &running, &charity, waits_at, files).await;
        let commit = unreadable("objection-recorded", town.now.as_millisecond() + 1_000);
        let name = History::name(&town.people[0]);
        let appended = town.log.append(&name, Expected::Any, commit).await.unwrap();
        let position = appended.position.0;
        assert!(running.applied(position, LONG_MS).await.unwrap().applied);
        assert_eq!(files_with_the_secret(&town, &charity), 0);
        assert_eq!(files_with_the_secret(&town, &gp().organisation), 0);
        finish(&town, steps).await;
        assert_eq!(files_with_the_secret(&town, &charity), 0);
        running.stop().await;
    }
}

/// A rebuild whose first pass waits at somebody; so many files hold the secret by then.
async fn held_up(
    town: &Town,
    running: &Running,
    charity: &OrganisationId,
    waits_at: usize,
    files: usize,
) -> Streaming<RebuildOrganisationResponse> {
    let name = History::name(&town.people[waits_at]);
    town.log_aside.hold_up(Some(name));
    let mut steps = rebuild(running, charity).await;
    let mut patience = Patience::new();
    while files_with_the_secret(town, charity) < files {
        patience.wait().await;
    }
    let first = steps.message().await.unwrap().unwrap();
    assert!(!first.done && first.commits < first.commits_in_all);
    steps
}

/// Lets it go on, to its end.
async fn finish(town: &Town, mut steps: Streaming<RebuildOrganisationResponse>) {
    town.log_aside.hold_up(None);
    let (mut done, mut before) = (false, 0);
    while let Some(step) = steps.message().await.unwrap() {
        assert!(!done && step.commits <= step.commits_in_all && step.commits >= before);
        (done, before) = (step.done, step.commits);
    }
    assert!(done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_one_rebuild_at_a_time_and_an_end_of_the_process_gives_it_up() {
    let (mut town, running, charity) = shared().await;
    let steps = held_up(&town, &running, &charity, 39, 2).await;
    let refused = running.projector.check_one().await.unwrap_err();
    assert!(matches!(refused, projector::RebuildError::UnderWay));
    drop(steps);
    running.kill().await;
    town.log_aside.hold_up(None);
    let position = withdraw(&mut town, &charity).await;
    let running = town.start();
    running.catch_up(&town).await;
    assert!(running.applied(position, 0).await.unwrap().applied);
    assert_eq!(files_with_the_secret(&town, &charity), 0);
    running.stop().await;
    town.assert_equal(&charity).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_projector_that_is_run_again_leaves_no_rebuild_behind() {
    let (mut town, running, charity) = shared().await;
    let steps = held_up(&town, &running, &charity, 39, 2).await;
    let running = running.run_again().await;
    drop(steps);
    let position = withdraw(&mut town, &charity).await;
    running.catch_up(&town).await;
    assert!(running.applied(position, 0).await.unwrap().applied);
    assert_eq!(files_with_the_secret(&town, &charity), 0);
    town.log_aside.hold_up(None);
    // The old one is in nobody's way.
    let steps = rebuild(&running, &charity).await;
    finish(&town, steps).await;
    running.stop().await;
    town.assert_equal(&charity).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_withdrawn_is_overwritten_after_a_crash_that_came_before_it() {
    let (mut town, running, charity) = shared().await;
    let reader = reading(&town, &charity);
    let position = withdraw(&mut town, &charity).await;
    let mut patience = Patience::new();
    while running.applied(position, 0).await.unwrap().pending != [charity.to_string()] {
        patience.wait().await;
    }
    // The files as a crash leaves them here: the rows are gone, their bytes are not.
    let crashed = tempfile::tempdir().unwrap();
    bytes::copy(town.path(), crashed.path());
    drop(reader);
    running.kill().await;
    town.data = crashed;
    assert_eq!(files_with_the_secret(&town, &charity), 1);
    let running = town.start();
    running.catch_up(&town).await;
    assert_eq!(files_with_the_secret(&town, &charity), 0);
    running.stop().await;
    town.assert_equal(&charity).await;
}

/// A read of the organisation's file that is under way, as another process might have it.
fn reading(town: &Town, organisation: &OrganisationId) -> Connection {
    let reader = Connection::open(bytes::folder(town.path(), organisation).join("current"));
    let reader = reader.unwrap();
    let begin = "BEGIN; SELECT count(*) FROM facts;";
    reader.execute_batch(begin).unwrap();
    reader
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_in_the_way_delays_what_counts_as_applied_and_the_organisation_is_named() {
    let (mut town, running, charity) = shared().await;
    let reader = reading(&town, &charity);
    let position = withdraw(&mut town, &charity).await;
    let answer = running.applied(position, 400).await.unwrap();
    assert!(!answer.applied);
    assert_eq!(answer.pending, [charity.to_string()]);
    // The log goes on meanwhile, for everybody.
    let (other, last) = (town.people[1], bytes::canary(SECRET + 1));
    town.person(other, &gp(), &note(&last, &[casework::Category::Health]))
        .await
        .unwrap();
    let mut patience = Patience::new();
    while !bytes::canaries_of(town.path(), &gp().organisation).contains(&last) {
        patience.wait().await;
    }
    assert!(!running.applied(position, 0).await.unwrap().applied);
    assert!(running.applied(position - 1, 0).await.unwrap().applied);
    drop(reader);
    assert!(running.applied(position, LONG_MS).await.unwrap().applied);
    assert_eq!(files_with_the_secret(&town, &charity), 0);
    running.catch_up(&town).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_does_not_hold_what_the_log_says_is_found_and_replaced() {
    let (town, running, charity) = shared().await;
    let meddler = Connection::open(bytes::folder(town.path(), &charity).join("current")).unwrap();
    assert!(
        meddler
            .execute("DELETE FROM facts WHERE kind = 'note'", [])
            .unwrap()
            > 0
    );
    drop(meddler);
    let mut found = Vec::new();
    for _ in 0..2 {
        let checked = running.projector.check_one().await.unwrap().unwrap();
        found.push((checked.organisation, checked.equal));
    }
    assert_eq!(found, [(gp().organisation, true), (charity.clone(), false)]);
    running.stop().await;
    town.assert_equal(&charity).await;
}
