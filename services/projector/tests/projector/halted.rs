//! Somebody whose events cannot be applied is named and waits; everybody else goes on, and nothing is skipped.

use api::internal::{GetHealthRequest, GetHealthResponse};
use casestore::Stream;
use casework::{
    Category,
    history::History,
    ids::PersonId,
    testing::{self, gp, link_worker, note},
};
use eventlog::{EventLog, Expected};

use crate::{
    bytes,
    driver::Driver,
    faults::{of_a_later_schema, unreadable},
    town::{self, Patience, Running, Town},
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
    for _ in 0..20 {
        driver.step(&mut town).await;
    }
    running.catch_up(&town).await;
    town.assert_no_byte_too_many("and from then on").await;
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
    let mut patience = Patience::new();
    while town.log.refused() < 2 {
        patience.wait().await;
    }
    let told = running.applied(position.0, 0).await;
    assert!(!told.is_ok_and(|answer| answer.applied));
    town.log.lose(false);
    running.catch_up(&town).await;
    assert!(health(&running).await.halted.is_empty());
    assert_eq!(held(&town).len(), 3);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_commit_halts_that_person_alone_also_over_a_restart_and_in_a_rebuild() {
    let (mut town, mut driver) = (Town::new(3), Driver::new(1));
    let running = opened(&mut town, &mut driver).await;
    running.stop().await;
    let [damaged, other, _] = town.people[..] else {
        panic!("three people")
    };
    // The damaged commit stands in the middle of a page, and more follows it, for the same person too.
    let about = |number| note(&bytes::canary(number), &[Category::Health]);
    town.person(other, &gp(), &about(90)).await.unwrap();
    let position = town.person(damaged, &gp(), &about(91)).await.unwrap();
    town.person(damaged, &gp(), &about(92)).await.unwrap();
    town.person(other, &gp(), &about(93)).await.unwrap();
    town.log.damage(position);
    town.log_aside.damage(position);
    let others = [2, 3, 90, 93].map(bytes::canary);
    for _ in 0..2 {
        let running = town.start();
        running.catch_up(&town).await;
        let halted = health(&running).await.halted;
        assert_eq!(halted.len(), 1);
        assert_eq!(
            (halted[0].person_id.as_str(), halted[0].position),
            (damaged.to_string().as_str(), position.0)
        );
        assert_eq!(halted[0].reason, "commit_corrupt");
        assert_eq!(held(&town), others);
        assert!(running.projector.check_one().await.unwrap().unwrap().equal);
        running.stop().await;
    }
    // The next page after a start tries again, and the first pass of a repair goes past it too.
    town.person(town.people[2], &gp(), &about(94)).await;
    std::fs::remove_dir_all(bytes::folder(town.path(), &gp().organisation)).unwrap();
    let running = town.start();
    running.catch_up(&town).await;
    assert_eq!(held(&town), [2, 3, 90, 93, 94].map(bytes::canary));
    assert_eq!(health(&running).await.halted.len(), 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_of_a_later_schema_halts_that_person_however_well_it_reads() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let running = opened(&mut town, &mut driver).await;
    let [halted, other] = [town.people[0], town.people[1]];
    let words = note(&bytes::canary(90), &[Category::Health]);
    town.person(other, &gp(), &words).await.unwrap();
    let event = town.streams.events(&other).await.unwrap().pop().unwrap();
    let later = of_a_later_schema(&*town.keys, &halted, &event).await;
    let name = History::name(&halted);
    town.log.append(&name, Expected::Any, later).await.unwrap();
    running.catch_up(&town).await;
    let stopped = health(&running).await.halted;
    assert_eq!(stopped.len(), 1);
    assert_eq!(
        (stopped[0].person_id.as_str(), stopped[0].reason.as_str()),
        (halted.to_string().as_str(), "event_unreadable")
    );
    // A later schema may take away more than this one does.
    assert_eq!(held(&town), [2, 90].map(bytes::canary));
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_words_leave_every_file_and_halt_nobody() {
    let (mut town, mut driver) = (Town::new(2), Driver::new(1));
    let running = opened(&mut town, &mut driver).await;
    let person = town.people[0];
    town.person(person, &gp(), &testing::referral())
        .await
        .unwrap();
    running.catch_up(&town).await;
    let charity = link_worker().organisation;
    let invited = bytes::canaries_of(town.path(), &charity);
    assert!(invited.contains(&bytes::canary(1)));
    running.stop().await;
    let words = History::words_key(&person, &gp().organisation);
    town.keys.destroy(words).await.unwrap();
    town.streams.forget();
    let accept = testing::accept(&town.streams.read(&person).await.unwrap().state);
    town.person(person, &link_worker(), &accept).await.unwrap();
    let running = town.start();
    running.catch_up(&town).await;
    assert!(health(&running).await.halted.is_empty());
    assert_eq!(held(&town), [bytes::canary(2)]);
    assert!(bytes::canaries_of(town.path(), &charity).is_empty());
    running.stop().await;
    // What was recorded still stands there, without its words.
    for organisation in [gp().organisation, charity] {
        town.assert_equal(&organisation).await;
    }
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
