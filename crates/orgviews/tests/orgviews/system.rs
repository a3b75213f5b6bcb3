//! The system file: directory, due times, who is halted, how far the files are.

#[path = "system/directory.rs"]
mod directory;

use casework::{
    absence::Absence,
    calendar::LastDay,
    ids::{EventId, OrganisationId, PersonId, ReferralId},
    service::Service,
    testing::{charity, colleague, gp, housing, link_worker, practice},
    timer::{Due, Timer},
    words::Words,
    worker::Worker,
};
use jiff::{Timestamp, ToSpan};
use orgviews::{
    Batch, Error, Halted, Page, SystemBatch, SystemReader, SystemWriter, Writer, cover::Cover,
    directory::Filter,
};
use uuid::Uuid;

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn now() -> Timestamp {
    "2026-06-08T09:00:00Z".parse().unwrap()
}

fn name(text: &str) -> Words {
    Words::name("name", text).unwrap()
}

fn referral(number: u128, at: Timestamp) -> Due {
    let referral = ReferralId(Uuid::from_u128(number));
    Due {
        at,
        timer: Timer::ReferralOverdue { referral },
    }
}

fn agreement(number: u128, at: Timestamp) -> Due {
    let agreement = EventId(Uuid::from_u128(number));
    Due {
        at,
        timer: Timer::AgreementLapsed { agreement },
    }
}

fn halted(number: u128, position: u64) -> Halted {
    Halted {
        person: person(number),
        position,
        reason: "event_unknown".to_owned(),
    }
}

/// The GP, with a deputy, away where it says so.
fn cover(absence: Option<Absence>) -> Cover {
    Cover {
        worker: gp().worker,
        deputy: Some(colleague().worker),
        absence,
    }
}

/// Everything that a system file can hold.
fn everything(position: u64) -> SystemBatch {
    SystemBatch {
        position,
        organisations: vec![(gp().organisation, name("The Surgery"))],
        services: vec![practice(), charity()],
        workers: vec![(link_worker().organisation, worker("sam.lee", false))],
        cover: vec![(gp().organisation, vec![cover(None)])],
        meetings: vec![casework::testing::planned_meeting()],
        due: vec![(person(1), vec![referral(1, now())])],
        touched: vec![gp().organisation],
        halted: vec![halted(2, position)],
        resumed: Vec::new(),
    }
}

fn worker(id: &str, retired: bool) -> Worker {
    Worker {
        id: id.parse().unwrap(),
        name: name("Somebody"),
        roles: [casework::Role::LinkWorker].into(),
        retired,
    }
}

fn listed(system: &SystemReader) -> Vec<(String, Service)> {
    let (listed, next) = system
        .services(&Filter::default(), &Page::first(100))
        .unwrap();
    assert_eq!(next, None);
    let one = |listed: orgviews::directory::Listed| {
        (listed.organisation_name.as_str().to_owned(), listed.service)
    };
    listed.into_iter().map(one).collect()
}

#[test]
fn where_there_is_no_file_there_is_nothing_until_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let system = SystemReader::new(folder.path());
    assert_eq!(system.position().unwrap(), 0);
    assert_eq!(system.due_until(Timestamp::MAX, 10).unwrap(), []);
    assert_eq!(system.halted().unwrap(), []);
    assert_eq!(system.touched().unwrap(), []);
    assert_eq!(system.organisations_count().unwrap(), 0);
    assert_eq!(listed(&system), []);
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    writer.apply(&everything(7)).unwrap();
    assert_eq!(system.position().unwrap(), 7);
    assert_eq!(listed(&system).len(), 2);
}

#[test]
fn deputies_act_while_the_worker_is_away_and_an_organisation_sees_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    writer.apply(&everything(1)).unwrap();
    let of_the_practice = || system.cover(&gp().organisation).unwrap();
    assert_eq!(of_the_practice()[0].acting(now()), None);
    let absence = Absence {
        since: now(),
        last_day: LastDay::on(casework::calendar::date_at(now())),
    };
    let batch = SystemBatch {
        position: 2,
        cover: vec![(gp().organisation, vec![cover(Some(absence))])],
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    let covered = of_the_practice();
    assert_eq!(covered, [cover(Some(absence))]);
    let acting = |at| covered[0].acting(at).cloned();
    assert_eq!(acting(now()), Some(colleague().worker));
    assert_eq!(acting(now() + 48.hours()), None);
    assert_eq!(system.cover(&link_worker().organisation).unwrap(), []);
}

#[test]
fn due_times_come_earliest_first_up_to_a_moment_and_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    let at = |minutes: i64| now() + minutes.minutes();
    let batch = SystemBatch {
        position: 1,
        due: vec![
            (person(1), vec![referral(1, at(30)), agreement(2, at(10))]),
            (person(2), vec![referral(3, at(20)), referral(4, at(40))]),
        ],
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    let whole = [
        (person(1), agreement(2, at(10))),
        (person(2), referral(3, at(20))),
        (person(1), referral(1, at(30))),
        (person(2), referral(4, at(40))),
    ];
    assert_eq!(system.due_until(Timestamp::MAX, 10).unwrap(), whole);
    assert_eq!(writer.due_until(Timestamp::MAX, 10).unwrap(), whole);
    // Due at the moment itself, and not a moment before.
    assert_eq!(system.due_until(at(30), 10).unwrap(), whole[..3]);
    let before = at(30) - 1.millisecond();
    assert_eq!(system.due_until(before, 10).unwrap(), whole[..2]);
    for limit in 0..5 {
        let some = system.due_until(Timestamp::MAX, limit).unwrap();
        assert_eq!(some, whole[..limit.min(4)], "the earliest {limit}");
    }
    // A person's due times are replaced as a whole, and nobody else's.
    let batch = SystemBatch {
        position: 2,
        due: vec![(person(1), vec![agreement(5, at(50))]), (person(3), vec![])],
        ..SystemBatch::default()
    };
    writer.apply(&batch).unwrap();
    let after = [whole[1], whole[3], (person(1), agreement(5, at(50)))];
    assert_eq!(system.due_until(Timestamp::MAX, 10).unwrap(), after);
}

#[test]
fn whoever_is_halted_is_listed_until_they_are_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    let halt = |position, halted, resumed| SystemBatch {
        position,
        halted,
        resumed,
        ..SystemBatch::default()
    };
    let two = vec![halted(1, 9), halted(2, 8)];
    writer.apply(&halt(9, two, vec![])).unwrap();
    assert_eq!(system.halted().unwrap(), [halted(2, 8), halted(1, 9)]);
    // Resumed and halted again in one batch: halted, at the new place.
    let again = halt(12, vec![halted(1, 12)], vec![person(1), person(2)]);
    writer.apply(&again).unwrap();
    assert_eq!(system.halted().unwrap(), [halted(1, 12)]);
    assert_eq!(writer.halted().unwrap(), [halted(1, 12)]);
}

#[test]
fn each_organisation_is_noted_with_the_last_position_that_changed_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let touch = |position, touched: &[OrganisationId]| SystemBatch {
        position,
        touched: touched.to_vec(),
        ..SystemBatch::default()
    };
    let (practice, charity) = (gp().organisation, link_worker().organisation);
    let both = [charity.clone(), practice.clone()];
    writer.apply(&touch(3, &both)).unwrap();
    writer.apply(&touch(5, &both[..1])).unwrap();
    let expected = [(practice, 3), (charity, 5)];
    assert_eq!(writer.touched().unwrap(), expected);
    drop(writer);
    let reopened = SystemWriter::open(folder.path()).unwrap();
    assert_eq!(reopened.touched().unwrap(), expected);
    assert_eq!(reopened.position(), 5);
}

/// All that the file holds, and where it says that it is.
fn state(system: &SystemReader) -> impl PartialEq + std::fmt::Debug {
    (
        system.position().unwrap(),
        listed(system),
        system.due_until(Timestamp::MAX, 100).unwrap(),
        system.halted().unwrap(),
        system.touched().unwrap(),
        system.organisations_count().unwrap(),
    )
}

#[test]
fn a_batch_is_applied_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    writer.apply(&everything(5)).unwrap();
    let before = state(&system);
    for position in [0, 4, 5] {
        let other = SystemBatch {
            due: vec![(person(1), vec![])],
            services: vec![housing()],
            resumed: vec![person(2)],
            ..everything(position)
        };
        writer.apply(&other).unwrap();
        assert_eq!(state(&system), before);
        assert_eq!(writer.position(), 5);
    }
}

#[test]
fn rows_and_checkpoint_change_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SystemWriter::open(folder.path()).unwrap();
    let system = SystemReader::new(folder.path());
    writer.apply(&everything(5)).unwrap();
    let before = state(&system);
    let path = folder.path().join("system.db");
    let aside = rusqlite::Connection::open(path).unwrap();
    // The checkpoint is written last: whatever came before it has to be undone.
    aside
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE UPDATE ON file BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        .unwrap();
    let more = SystemBatch {
        organisations: vec![(link_worker().organisation, name("Friends"))],
        services: vec![housing()],
        due: vec![(person(3), vec![agreement(3, now())])],
        halted: vec![halted(4, 6)],
        touched: vec![link_worker().organisation],
        ..everything(6)
    };
    assert!(matches!(writer.apply(&more), Err(Error::Sqlite { .. })));
    assert_eq!(state(&system), before);
    assert_eq!(writer.position(), 5);
    aside.execute_batch("DROP TRIGGER refuse").unwrap();
    writer.apply(&more).unwrap();
    assert_ne!(state(&system), before);
    assert_eq!((writer.position(), system.position().unwrap()), (6, 6));
}

#[test]
fn an_organisations_rows_and_checkpoint_change_together_too() {
    let (mut files, mut told) = (crate::support::Files::new(), crate::support::Told::new(1));
    told.later(&mut files, &gp(), &casework::testing::maureen());
    let path = files.folder.path().join("organisations/E82999/view-1.db");
    let writer = files.writer(&gp().organisation);
    let (before, checkpoint) = (writer.dump().unwrap(), writer.checkpoint());
    let aside = rusqlite::Connection::open(path).unwrap();
    aside
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE UPDATE ON file BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        .unwrap();
    let gone = Batch {
        position: 99,
        people: vec![(told.person, orgviews::Change::Remove, now())],
    };
    assert!(matches!(writer.apply(&gone), Err(Error::Sqlite { .. })));
    assert_eq!(writer.dump().unwrap(), before);
    assert_eq!(writer.checkpoint(), checkpoint);
    drop(files.writers.remove(&gp().organisation));
    let reopened = Writer::open(files.folder.path(), &gp().organisation).unwrap();
    assert_eq!(reopened.checkpoint(), checkpoint);
}

#[test]
fn a_file_of_another_sort_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(Writer::open(folder.path(), &gp().organisation).unwrap());
    let system = folder.path().join("system.db");
    for end in ["", "-wal"] {
        let organisations_own = format!("organisations/E82999/view-1.db{end}");
        let name = format!("system.db{end}");
        std::fs::copy(
            folder.path().join(organisations_own),
            folder.path().join(name),
        )
        .unwrap();
    }
    let opened = SystemWriter::open(folder.path());
    assert!(matches!(opened, Err(Error::NotOurs { .. })));
    let read = SystemReader::new(folder.path()).position();
    assert!(matches!(read, Err(Error::NotOurs { .. })));
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(folder.path().join(format!("system.db{end}"))).ok();
    }
    drop(SystemWriter::open(folder.path()).unwrap());
    let later = rusqlite::Connection::open(&system).unwrap();
    later.execute_batch("PRAGMA user_version = 99").unwrap();
    let error = SystemWriter::open(folder.path()).unwrap_err();
    assert!(matches!(error, Error::OtherSchema { found: 99, .. }));
    assert!(!error.retry_helps());
}
