//! What was withdrawn is in no byte of the organisation's folder.

use std::{fs, path::Path};

use casework::{
    Category,
    disclosure::{self, Grant},
    testing::{gp, maureen, note},
};
use orgviews::{Change, Page};

use crate::support::{Files, Told};

/// A word that each note holds, with its number, so that it is told apart wherever it lies.
fn canary(number: usize) -> String {
    format!("canary-{number:05}-yranac")
}

/// The canaries that lie in some file of the folder.
fn found(folder: &Path, numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(fs::read(path).unwrap());
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    numbers
        .filter(|number| text.contains(&canary(*number)))
        .collect()
}

/// A file with notes of several lengths, so that pages split, overflow and are balanced.
fn with_notes(count: usize) -> (Files, Told) {
    let mut files = Files::new();
    let mut told = Told::new(1);
    told.tell(&mut files, &gp(), &maureen());
    for number in 0..count {
        let words = format!("{} {}", canary(number), "x".repeat(number * 37 % 3_500));
        told.tell(&mut files, &gp(), &note(&words, &[Category::Health]));
    }
    (files, told)
}

#[test]
fn withdrawn_words_are_in_no_byte_of_the_folder() {
    const COUNT: usize = 300;
    let (mut files, told) = with_notes(COUNT);
    let organisation = gp().organisation;
    let folder = files.folder.path().join("organisations/E82999");
    assert_eq!(found(&folder, 0..COUNT).len(), COUNT);
    let mut shown = disclosure::disclose_to(&told.world.history, &organisation);
    // In several rounds and a scattered order: pages are rebuilt again and again around what goes.
    for round in 1..=4 {
        let gone = |number: usize| number * 7 % 10 < round * 2;
        let number = |disclosed: &disclosure::Disclosed| {
            let body = serde_json::to_string(&disclosed.fact).unwrap();
            let place = body.find("canary-")? + "canary-".len();
            body[place..place + 5].parse::<usize>().ok()
        };
        shown.retain(|disclosed| number(disclosed).is_none_or(|number| !gone(number)));
        // Rows that grow move between pages, and leave a copy behind if nobody wipes it.
        for disclosed in shown
            .iter_mut()
            .filter(|disclosed| number(disclosed).is_some_and(|n| n % 4 == round - 1))
        {
            let event = |place| casework::ids::EventId(uuid::Uuid::from_u128(place));
            let more = (0..20).map(|place| Grant {
                rests_on: event(place),
                ..disclosed.grants[0].clone()
            });
            disclosed.grants.extend(more.collect::<Vec<_>>());
        }
        let applied = files.apply(
            &organisation,
            told.person,
            Change::Replace(shown.clone()),
            told.world.now,
        );
        assert!(applied.withdrew);
        assert!(files.writer(&organisation).scrub().unwrap());
        assert_eq!(
            found(&folder, (0..COUNT).filter(|number| gone(*number))),
            Vec::<usize>::new()
        );
        assert!(found(&folder, (0..COUNT).filter(|number| !gone(*number))).len() >= COUNT / 10);
    }
}

#[test]
fn a_reader_in_the_way_only_delays_it() {
    let (mut files, told) = with_notes(20);
    let organisation = gp().organisation;
    let folder = files.folder.path().join("organisations/E82999");
    let path = folder.join("view-1.db");
    // A read that is under way, as another process might have it.
    let reading = rusqlite::Connection::open(&path).unwrap();
    reading
        .execute_batch("BEGIN; SELECT count(*) FROM facts;")
        .unwrap();
    files.apply(&organisation, told.person, Change::Remove, told.world.now);
    assert!(!files.writer(&organisation).scrub().unwrap());
    reading.execute_batch("COMMIT").unwrap();
    assert!(files.writer(&organisation).scrub().unwrap());
    assert_eq!(found(&folder, 0..20), Vec::<usize>::new());
}

#[test]
fn an_idle_reader_is_in_nobodys_way() {
    let (mut files, told) = with_notes(20);
    let reader = files.reader(&gp());
    assert_eq!(
        reader
            .caseload(told.world.now, &Page::first(10))
            .unwrap()
            .0
            .len(),
        1
    );
    files.apply(
        &gp().organisation,
        told.person,
        Change::Remove,
        told.world.now,
    );
    assert!(files.writer(&gp().organisation).scrub().unwrap());
    assert_eq!(
        reader.caseload(told.world.now, &Page::first(10)).unwrap().0,
        []
    );
    assert_eq!(
        found(&files.folder.path().join("organisations/E82999"), 0..20),
        Vec::<usize>::new()
    );
}
