//! Who read what: in their own organisation's file alone, the same in a file made anew, and gone with who is erased.

use api::internal::GetHealthRequest;
use casestore::Stream;
use casework::{
    event::By,
    history::History,
    reading::{Page, Readings},
    testing::{gp, link_worker, maureen, referral},
};
use eventlog::{EventLog, Expected};
use jiff::ToSpan;
use orgviews::Writer;

use crate::{
    faults::unreadable,
    town::{self, Running, Town},
};

/// The practice and the charity both take part.
async fn shared() -> Town {
    let mut town = Town::new(2);
    for person in town.people.clone() {
        town.person(person, &gp(), &maureen()).await.unwrap();
        town.person(person, &gp(), &referral()).await.unwrap();
        let accept = casework::testing::accept(&town.streams.read(&person).await.unwrap().state);
        town.person(person, &link_worker(), &accept).await.unwrap();
    }
    town
}

/// What stands in the file of a worker's organisation.
fn dump(town: &Town, by: &By) -> Vec<String> {
    let writer = Writer::open(town.path(), &by.organisation).unwrap();
    let rows = format!("{:?}", writer.dump().unwrap());
    rows.split("readings|").map(str::to_owned).collect()
}

/// How many readings stand in the file of a worker's organisation.
fn readings(town: &Town, by: &By) -> usize {
    dump(town, by).len() - 1
}

async fn caught_up(running: Running, town: &Town) -> Running {
    running.catch_up(town).await;
    running
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_stands_in_the_readers_file_alone() {
    let mut town = shared().await;
    caught_up(town.start(), &town).await.stop().await;
    let before = dump(&town, &link_worker());
    let person = town.people[0];
    for minutes in [0, 3, 40] {
        town.now += minutes.minutes();
        town.opens(person, &gp(), Page::Brief).await;
    }
    caught_up(town.start(), &town).await.stop().await;
    assert_eq!(readings(&town, &gp()), 2, "one for a quarter of an hour");
    assert_eq!(dump(&town, &link_worker()), before);
    for by in [gp(), link_worker()] {
        town.assert_equal(&by.organisation).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_made_anew_holds_the_same_readings() {
    let mut town = shared().await;
    for _ in 0..5 {
        town.now += 16.minutes();
        for person in town.people.clone() {
            town.opens(person, &gp(), Page::Story).await;
            town.opens(person, &link_worker(), Page::Brief).await;
        }
    }
    let running = caught_up(town.start(), &town).await;
    for _ in 0..2 {
        assert!(running.projector.check_one().await.unwrap().unwrap().equal);
    }
    running.stop().await;
    for by in [gp(), link_worker()] {
        assert_eq!(readings(&town, &by), 10);
        town.assert_equal(&by.organisation).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_that_cannot_be_read_halts_nobody() {
    let town = shared().await;
    let person = town.people[0];
    town.opens(person, &gp(), Page::Brief).await;
    let commit = unreadable("page-read", town.now.as_millisecond());
    town.log
        .append(&Readings::name(&person), Expected::Any, commit)
        .await
        .unwrap();
    town.opens(person, &gp(), Page::Story).await;
    let running = caught_up(town.start(), &town).await;
    for _ in 0..2 {
        assert!(running.projector.check_one().await.unwrap().unwrap().equal);
    }
    running.stop().await;
    assert_eq!(readings(&town, &gp()), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readings_whose_key_is_missing_are_there_once_it_is_restored() {
    let mut town = shared().await;
    caught_up(town.start(), &town).await.stop().await;
    let person = town.people[0];
    town.opens(person, &gp(), Page::Brief).await;
    let running = caught_up(town.start_with(town::keys()), &town).await;
    let mut client = running.client.clone();
    let health = client.get_health(GetHealthRequest {}).await;
    let halted = health.unwrap().into_inner().halted;
    drop(client);
    assert_eq!(halted.len(), 1);
    assert_eq!(halted[0].reason, "key_unknown");
    running.stop().await;
    // A reading takes nothing away: what is known of the person is still shown.
    assert_eq!(readings(&town, &gp()), 0);
    assert!(dump(&town, &gp())[0].contains("facts|"));
    let running = town.start();
    town.now += 20.minutes();
    town.opens(person, &gp(), Page::Brief).await;
    let running = caught_up(running, &town).await;
    let mut client = running.client.clone();
    let health = client.get_health(GetHealthRequest {}).await;
    assert!(health.unwrap().into_inner().halted.is_empty());
    drop(client);
    running.stop().await;
    assert_eq!(readings(&town, &gp()), 2);
    town.assert_equal(&gp().organisation).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_persons_readings_leave_the_file_and_another_persons_stay() {
    let mut town = shared().await;
    for person in town.people.clone() {
        town.opens(person, &gp(), Page::Brief).await;
    }
    let running = caught_up(town.start(), &town).await;
    let erased = town.people.remove(0);
    let key = History::marks_key(&erased);
    town.keys.destroy(key).await.unwrap();
    let commit = unreadable("note-recorded", town.now.as_millisecond() + 1_000);
    town.log
        .append(&History::name(&erased), Expected::Any, commit)
        .await
        .unwrap();
    running.catch_up(&town).await;
    for _ in 0..2 {
        assert!(running.projector.check_one().await.unwrap().unwrap().equal);
    }
    running.stop().await;
    assert_eq!(readings(&town, &gp()), 1);
    town.assert_equal(&gp().organisation).await;
}
