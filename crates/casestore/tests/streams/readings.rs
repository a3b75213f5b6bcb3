//! Readings: durable, sealed, one however often they are recorded, and gone with the person.

use casestore::{Error, Stream, Streams};
use casework::{
    event::Event,
    history::History,
    ids::PersonId,
    reading::{Page, ReadingEvent, Readings, quarter},
    testing::{gp, link_worker, maureen},
};
use eventlog::{EventLog, memory::Fault};
use jiff::{SignedDuration, Timestamp};
use keyring::KeyState;
use uuid::Uuid;

use crate::fixture::{Fixture, execute, monday, person};

/// A fixture in which the person is known, and its readings.
async fn known() -> (Fixture, Streams<Readings>) {
    let fixture = Fixture::new();
    execute(&fixture.process(), &gp(), 1, &maureen())
        .await
        .unwrap();
    let readings = Streams::new(fixture.log.clone(), fixture.keys.clone(), 0);
    (fixture, readings)
}

fn later(minutes: i64) -> Timestamp {
    monday() + SignedDuration::from_mins(minutes)
}

async fn events(readings: &Streams<Readings>) -> Vec<Event<ReadingEvent>> {
    readings.events(&person()).await.unwrap()
}

#[tokio::test]
async fn a_reading_has_one_id_in_a_quarter_of_an_hour_and_another_after_it() {
    let (_fixture, readings) = known().await;
    let mut opened = vec![
        (gp(), Page::Brief, 0),
        (gp(), Page::Brief, 14),
        (gp(), Page::Brief, 15),
        (gp(), Page::Story, 15),
        (link_worker(), Page::Story, 15),
    ];
    for (by, page, minutes) in &opened {
        readings
            .record(person(), by, *page, later(*minutes))
            .await
            .unwrap();
    }
    let events = events(&readings).await;
    let mut ids: Vec<_> = events.iter().map(|event| event.id).collect();
    assert_eq!(ids[0], ids[1]);
    ids.dedup();
    assert_eq!(ids.len(), 4);
    for (event, (by, page, minutes)) in events.iter().zip(opened.drain(..)) {
        let ReadingEvent::PageRead {
            page: read,
            quarter: of,
        } = event.what;
        assert_eq!((&event.by, read), (&by, page));
        assert_eq!(event.recorded_at, later(minutes));
        assert_eq!(of, quarter(later(minutes)));
    }
}

#[tokio::test]
async fn a_clock_that_went_back_does_not_keep_a_reading_from_being_recorded() {
    let (_fixture, readings) = known().await;
    for minutes in [30, 0] {
        readings
            .record(person(), &gp(), Page::Brief, later(minutes))
            .await
            .unwrap();
    }
    let [first, second] = &events(&readings).await[..] else {
        panic!("two readings were recorded");
    };
    assert_eq!(first.recorded_at, second.recorded_at);
    let ReadingEvent::PageRead { quarter: of, .. } = second.what;
    assert_eq!(of, quarter(monday()));
}

#[tokio::test]
async fn a_reading_is_in_no_history_and_names_nobody_in_the_clear() {
    let (fixture, readings) = known().await;
    let version = fixture.process().read(&person()).await.unwrap().version;
    readings
        .record(person(), &gp(), Page::Story, monday())
        .await
        .unwrap();
    let process = fixture.process();
    assert_eq!(process.read(&person()).await.unwrap().version, version);
    let commits = fixture.commits().await;
    let commit = commits.last().unwrap();
    assert_eq!(Readings::id(&commit.stream), Some(person()));
    assert!(process.follow(commit).await.unwrap().is_none());
    let record = &commit.records[0];
    let clear = format!("{:?}", record.header);
    let sealed = String::from_utf8_lossy(&record.sealed).into_owned();
    for told in [gp().worker.as_str(), "story", gp().role.as_str()] {
        assert!(!clear.contains(told) && !sealed.contains(told), "{told}");
    }
    let (of, events) = readings.of_commit(commit).await.unwrap().unwrap();
    assert_eq!((of, events.len()), (person(), 1));
    let other = readings.of_commit(&commits[0]).await.unwrap();
    assert!(other.is_none(), "a person's own stream has no readings");
}

#[tokio::test]
async fn nothing_is_recorded_of_somebody_who_is_not_known_and_no_key_is_made() {
    let (fixture, readings) = known().await;
    let before = fixture.log.head().await.unwrap();
    let nobody = PersonId(Uuid::from_u128(99));
    let refused = readings.record(nobody, &gp(), Page::Brief, monday()).await;
    assert!(matches!(refused, Err(Error::KeyUnknown(_))), "{refused:?}");
    let key = fixture.keys.find(History::marks_key(&nobody)).await;
    assert!(matches!(key.unwrap(), KeyState::Unknown));
    assert_eq!(fixture.log.head().await.unwrap(), before);
}

#[tokio::test]
async fn the_readings_of_somebody_who_is_erased_are_gone_with_them() {
    let (fixture, readings) = known().await;
    readings
        .record(person(), &gp(), Page::Brief, monday())
        .await
        .unwrap();
    let commit = fixture.commits().await.pop().unwrap();
    let key = History::marks_key(&person());
    fixture.keys.destroy(key).await.unwrap();
    let opened = readings.of_commit(&commit).await;
    assert!(matches!(opened, Err(Error::Erased)), "{opened:?}");
    let before = fixture.log.head().await.unwrap();
    let again = readings
        .record(person(), &gp(), Page::Brief, later(20))
        .await;
    assert!(matches!(again, Err(Error::Erased)), "{again:?}");
    assert_eq!(fixture.log.head().await.unwrap(), before);
}

#[tokio::test]
async fn what_the_log_did_not_take_was_not_recorded_and_can_be_tried_again() {
    let (fixture, readings) = known().await;
    for (fault, recorded) in [
        (Fault::RefuseBeforeWrite, 0),
        (Fault::LoseAcknowledgement, 1),
    ] {
        let before = events(&readings).await.len();
        fixture.log.fail_next(fault);
        let failed = readings
            .record(person(), &gp(), Page::Brief, monday())
            .await;
        assert!(failed.is_err_and(|error| error.retry_helps()));
        assert_eq!(events(&readings).await.len(), before + recorded);
    }
    readings
        .record(person(), &gp(), Page::Brief, monday())
        .await
        .unwrap();
    let mut ids: Vec<_> = events(&readings)
        .await
        .into_iter()
        .map(|it| it.id)
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "whoever finds it twice knows it for one");
}
