//! What was withdrawn is in no byte of the organisation's folder.

use std::{collections::BTreeSet, fs, path::Path};

use casework::{
    Category,
    disclosure::{self, Grant},
    objection::Against,
    testing::{accept, gp, link_worker, maureen, note, objection, referral},
};
use orgviews::{Batch, Change, Page};

use crate::support::{Files, Told, fresh};

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

#[test]
fn rows_that_sqlite_moved_leave_no_copy_behind() {
    let mut aside = Files::new();
    let mut people = [Told::new(1), Told::new(2)];
    for told in &mut people {
        told.later(&mut aside, &gp(), &maureen());
        told.later(&mut aside, &gp(), &referral());
        let accept = accept(&told.world.history);
        told.later(&mut aside, &link_worker(), &accept);
        let mut one = note("hidden", &[Category::Safety]);
        one.restriction = Some(casework::fact::Restriction::default());
        told.later(&mut aside, &gp(), &one);
        told.later(&mut aside, &gp(), &note("bp", &[Category::Health]));
    }
    let charity = Against::Organisation(link_worker().organisation);
    people[1].later(&mut aside, &gp(), &objection(charity, None));
    let words = canary(2_477);
    people[0].later(&mut aside, &gp(), &note(&words, &[Category::Health]));
    let (organisation, now) = (gp().organisation, people[0].world.now);
    // Which rows SQLite moves when it joins pages depends on the order in which rows go: many files, many orders.
    for round in 0..300 {
        let shown = people.each_ref().map(|told| {
            let facts = disclosure::disclose_to(&told.world.history, &organisation);
            (told.person, facts)
        });
        let (folder, mut writer) = fresh(&organisation, &shown);
        let gone = Batch {
            position: 2,
            people: vec![(people[0].person, Change::Remove, now)],
        };
        assert!(writer.apply(&gone).unwrap().withdrew);
        assert!(writer.scrub().unwrap());
        let folder = folder.path().join("organisations/E82999");
        assert_eq!(
            found(&folder, 2477..2478),
            Vec::<usize>::new(),
            "round {round}"
        );
    }
}

/// Every canary that lies in some file of the folder.
fn all_found(folder: &Path) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let places = text
            .match_indices("canary-")
            .map(|(place, mark)| place + mark.len());
        let numbers = places.filter_map(|place| text.get(place..place + 5)?.parse::<usize>().ok());
        found.extend(numbers);
    }
    found
}

#[test]
fn a_file_that_lives_long_holds_what_is_shown_and_nothing_that_was() {
    for seed in 1..=3_u64 {
        let mut chance = seed;
        let mut below = |bound: u64| {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % bound
        };
        // Rows of many lengths, worded by their numbers; what they say otherwise is all the same.
        let mut aside = Files::new();
        let mut told = Told::new(1);
        told.tell(&mut aside, &gp(), &maureen());
        for number in 0..1_200 {
            let words = format!("{} {}", canary(number), "x".repeat(number * 53 % 3_000));
            told.later(&mut aside, &gp(), &note(&words, &[Category::Health]));
        }
        let all = disclosure::disclose_to(&told.world.history, &gp().organisation);
        let notes: Vec<_> = all.iter().skip(all.len() - 1_200).collect();

        let mut files = Files::new();
        let folder = files.folder.path().join("organisations/E82999");
        let mut shown = vec![BTreeSet::new(); 30];
        for _ in 0..150 {
            let person = below(30);
            let held = &mut shown[usize::try_from(person).unwrap()];
            match below(6) {
                0 => held.clear(),
                1 => held.retain(|number| number % 3 == 0),
                _ => {
                    let first = usize::try_from(below(40)).unwrap() * 30;
                    held.extend((first..first + 30).filter(|number| number % 5 != 1));
                }
            }
            let facts = held.iter().map(|number: &usize| notes[*number].clone());
            let person =
                casework::ids::PersonId(uuid::Uuid::from_u128(u128::from(person + 1) << 64));
            let change = Change::Replace(facts.collect());
            let organisation = gp().organisation;
            let applied = files.apply(&organisation, person, change, told.world.now);
            if applied.withdrew {
                assert!(files.writer(&organisation).scrub().unwrap());
                let expected: BTreeSet<_> = shown.iter().flatten().copied().collect();
                assert_eq!(all_found(&folder), expected, "seed {seed}");
            }
            if below(20) == 0 {
                files.writers.clear();
            }
        }
    }
}
