//! Somebody whose events cannot be applied is named and waits; everybody else goes on, and nothing is skipped.

use std::time::Duration;

use api::internal::{GetHealthRequest, GetHealthResponse};
use casestore::Stream;
use casework::{
    Category,
    history::History,
    ids::PersonId,
    testing::{self, gp, note},
};
use eventlog::{EventLog, Expected};

use crate::{
    bytes,
    driver::Driver,
    faults::unreadable,
    town::{self, Running, Town},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_withdraw_anything_leaves_the_rows_and_halts_that_person_alone() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let [halted, other] = [town.people[0], town.people[1]];
    let running = opened(&mut town, &mut driver).await;
    append(&town, halted, "note-recorded").await;
    town.person(other, &gp(), &note(&bytes::canary(90), &[Category::Health]))
        .await
        .unwrap();
    running.catch_up(&town).await;
    let health = health(&running).await;
    assert_eq!(health.halted.len(), 1);
    assert_eq!(
        (
            health.halted[0].person_id.clone(),
            health.halted[0].reason.as_str()
        ),
        (halted.to_string(), "event_unreadable")
    );
    assert_eq!(
        (health.halted[0].position, health.applied),
        (town.head().await - 1, town.head().await)
    );
    assert_eq!(
        held(&town),
        [bytes::canary(1), bytes::canary(2), bytes::canary(90)]
    );
    let checked = running.projector.check_one().await.unwrap().unwrap();
    assert!(checked.equal, "made anew, it holds the same");
    // What follows for the person may withdraw something: from then on the file holds nothing of them.
    append(&town, halted, "objection-recorded").await;
    running.catch_up(&town).await;
    assert_eq!(held(&town), [bytes::canary(2), bytes::canary(90)]);
    assert!(running.projector.check_one().await.unwrap().unwrap().equal);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_be_a_withdrawal_takes_everything_about_the_person_out() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let running = opened(&mut town, &mut driver).await;
    append(&town, town.people[0], "about-me-recorded").await;
    running.catch_up(&town).await;
    assert_eq!(held(&town), [bytes::canary(2)]);
    // It stays so over a restart, which tries again with the next page.
    running.stop().await;
    let running = town.start();
    let other = town.people[1];
    town.person(other, &gp(), &note(&bytes::canary(90), &[Category::Health]))
        .await
        .unwrap();
    running.catch_up(&town).await;
    assert_eq!(held(&town), [bytes::canary(2), bytes::canary(90)]);
    assert_eq!(health(&running).await.halted.len(), 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_missing_keys_restored_everybody_is_there_again() {
    let (mut town, mut driver) = (Town::new(3), Driver::new(7));
    for _ in 0..40 {
        driver.step(&mut town).await;
    }
    let running = town.start_with(town::keys());
    running.catch_up(&town).await;
    let halted = health(&running).await.halted;
    assert_eq!(halted.len(), 3);
    assert!(halted.iter().all(|halted| halted.reason == "key_unknown"));
    assert!(orgviews::organisations(town.path()).unwrap().is_empty());
    running.stop().await;
    let running = town.start();
    driver.step(&mut town).await;
    running.catch_up(&town).await;
    assert!(health(&running).await.halted.is_empty());
    town.assert_no_byte_too_many("with the keys").await;
    running.stop().await;
    for organisation in orgviews::organisations(town.path()).unwrap() {
        town.assert_equal(&organisation).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_person_leaves_every_file() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let running = opened(&mut town, &mut driver).await;
    let erased = town.people.remove(0);
    town.keys
        .destroy(History::marks_key(&erased))
        .await
        .unwrap();
    append(&town, erased, "note-recorded").await;
    running.catch_up(&town).await;
    assert_eq!(held(&town), [bytes::canary(2)]);
    assert!(health(&running).await.halted.is_empty());
    assert!(running.projector.check_one().await.unwrap().unwrap().equal);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_log_cannot_be_read_nothing_is_skipped_and_nobody_halted() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let running = opened(&mut town, &mut driver).await;
    running.stop().await;
    town.log.lose(true);
    let running = town.start();
    let other = town.people[0];
    let position = town
        .person(other, &gp(), &note(&bytes::canary(90), &[Category::Health]))
        .await
        .unwrap();
    while town.log.refused() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert!(!running.applied(position.0, 0).await.unwrap().applied);
    town.log.lose(false);
    running.catch_up(&town).await;
    assert!(health(&running).await.halted.is_empty());
    assert_eq!(held(&town).len(), 3);
    running.stop().await;
}

/// The practice has opened everybody's case; the canaries count from 1.
async fn opened(town: &mut Town, driver: &mut Driver) -> Running {
    for person in town.people.clone() {
        let open = driver.open_case(&gp().organisation);
        town.person(person, &gp(), &open).await.unwrap();
    }
    let running = town.start();
    running.catch_up(town).await;
    running
}

async fn append(town: &Town, person: PersonId, kind: &str) {
    let commit = unreadable(kind, town.now.as_millisecond());
    town.log
        .append(&History::name(&person), Expected::Any, commit)
        .await
        .unwrap();
}

async fn health(running: &Running) -> GetHealthResponse {
    running
        .client
        .clone()
        .get_health(GetHealthRequest {})
        .await
        .unwrap()
        .into_inner()
}

fn held(town: &Town) -> Vec<String> {
    bytes::canaries_of(town.path(), &testing::gp().organisation)
        .into_iter()
        .collect()
}
