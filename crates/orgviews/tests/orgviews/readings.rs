//! Readings: what is new since somebody looked, what was told once, and who opened what.

use casework::{
    Category, Role,
    event::By,
    ids::EventId,
    reading::{Page as Opened, quarter},
    testing::{
        about_me, accept, by, confirm, first_fact, gp, link_worker, maureen, note, objection,
        passage, referral,
    },
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use orgviews::{Change, Page, Rebuild, readings::Reading, told_once::ToldOnce};
use uuid::Uuid;

use crate::support::{Files, Told, ids, joined, nurse};

const ALL: Page = Page::first(1_000);

fn officer() -> By {
    by("E82999", "caldicott.guardian", Role::PrivacyOfficer)
}

/// A case in which the charity takes part.
fn shared() -> (Files, Told) {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    told.later(&mut files, &gp(), &referral());
    let accept = accept(&told.world.history);
    told.later(&mut files, &link_worker(), &accept);
    (files, told)
}

/// A reading, and its id as the log has it: the same for the same worker, page and quarter.
fn reading(told: &Told, by: &By, page: Opened) -> (EventId, Reading) {
    let of = quarter(told.world.now);
    let text = format!("{} {} {of} {}", told.person, by.worker, page.as_str());
    let id = text.bytes().fold(7_u128, |id, byte| {
        id.wrapping_mul(0x0100_0000_01B3).wrapping_add(byte.into())
    });
    let reading = Reading {
        worker: by.worker.clone(),
        role: by.role,
        page,
        quarter: of,
        at: told.world.now,
    };
    (EventId(Uuid::from_u128(id)), reading)
}

/// Some minutes later, a worker opens a page.
fn opens(files: &mut Files, told: &mut Told, minutes: i64, by: &By, page: Opened) {
    told.world.now += SignedDuration::from_mins(minutes);
    let (id, reading) = reading(told, by, page);
    let change = Change::Read(id, reading);
    let applied = files.apply(&by.organisation, told.person, change, told.world.now);
    assert_eq!((applied.changed, applied.withdrew), (0, false));
}

/// A new quarter of an hour begins.
fn next_quarter(told: &mut Told) {
    let begins = (quarter(told.world.now) + 1) * 15 * 60;
    told.world.now = Timestamp::from_second(begins).unwrap();
}

fn ledger(files: &Files, told: &Told, by: &By) -> ToldOnce {
    let reader = files.reader(by);
    let found = reader.told_once(told.world.now, told.person).unwrap();
    found.unwrap()
}

/// How often each entry was read again, and how many visits did so.
fn counts(files: &Files, told: &Told, by: &By) -> (Vec<usize>, usize) {
    let ledger = ledger(files, told, by);
    let each = ledger.entries.iter().map(|entry| entry.reread).collect();
    (each, ledger.reread)
}

fn new(files: &Files, told: &Told, by: &By) -> (Vec<String>, usize) {
    let brief = files.reader(by).brief(told.world.now, told.person);
    let since = brief.unwrap().unwrap().since;
    let kind = |shown: &orgviews::Shown| shown.disclosed.fact.about.kind().to_owned();
    (since.new.iter().map(kind).collect(), since.more)
}

#[test]
fn who_looks_for_the_first_time_is_told_of_nothing_new() {
    let (mut files, mut told) = shared();
    told.later(&mut files, &nurse(), &note("bp", &[Category::Health]));
    opens(&mut files, &mut told, 1, &gp(), Opened::Brief);
    let brief = files.reader(&gp()).brief(told.world.now, told.person);
    let since = brief.unwrap().unwrap().since;
    assert_eq!(since, orgviews::since::Since::default());
}

#[test]
fn what_a_colleague_recorded_since_is_new_and_what_one_recorded_oneself_is_not() {
    let (mut files, mut told) = shared();
    told.later(&mut files, &nurse(), &note("before", &[Category::Health]));
    next_quarter(&mut told);
    opens(&mut files, &mut told, 0, &gp(), Opened::Brief);
    let looked_at = told.world.now;
    told.later(&mut files, &gp(), &note("mine", &[Category::Health]));
    let theirs = told.later(&mut files, &nurse(), &note("theirs", &[Category::Health]));
    // In the same quarter of an hour nothing is told as new: it is still the same visit.
    assert_eq!(new(&files, &told, &gp()), (vec![], 0));
    opens(&mut files, &mut told, 15, &gp(), Opened::Brief);
    let brief = files.reader(&gp()).brief(told.world.now, told.person);
    let since = brief.unwrap().unwrap().since;
    assert_eq!(since.looked_at, Some(looked_at));
    assert_eq!(ids(&since.new), [first_fact(&theirs)]);
    assert_eq!(since.more, 0);
}

#[test]
fn what_a_worker_may_not_read_is_not_new_to_them() {
    let (mut files, mut told) = shared();
    opens(&mut files, &mut told, 1, &link_worker(), Opened::Story);
    told.later(&mut files, &gp(), &note("bp", &[Category::Health]));
    told.later(&mut files, &gp(), &about_me(vec![passage("choir", &[])]));
    told.world.now += 1.hour();
    let (kinds, more) = new(&files, &told, &link_worker());
    assert_eq!((kinds, more), (vec!["passage".to_owned()], 0));
}

#[test]
fn the_most_important_comes_first_and_the_rest_is_counted() {
    let (mut files, mut told) = shared();
    opens(&mut files, &mut told, 1, &gp(), Opened::Brief);
    for _ in 0..6 {
        told.later(&mut files, &nurse(), &note("bp", &[Category::Health]));
    }
    let written = told.later(&mut files, &nurse(), &about_me(vec![passage("choir", &[])]));
    told.later(&mut files, &nurse(), &confirm(&[first_fact(&written)]));
    let charity = casework::objection::Against::Organisation(link_worker().organisation);
    let housing = objection(charity, Some(&[Category::Housing]));
    told.later(&mut files, &nurse(), &housing);
    told.world.now += 1.hour();
    let (kinds, more) = new(&files, &told, &gp());
    assert_eq!(kinds, ["objection", "passage", "note", "note", "note"]);
    assert_eq!(more, 4);
}

#[test]
fn of_a_passage_that_was_revised_twice_the_newest_version_alone_is_new() {
    let (mut files, mut told) = shared();
    opens(&mut files, &mut told, 1, &gp(), Opened::Brief);
    let first = told.later(&mut files, &nurse(), &about_me(vec![passage("choir", &[])]));
    let mut revised = passage("choir on Thursdays", &[]);
    revised.replaces = Some(first_fact(&first));
    let second = told.later(&mut files, &nurse(), &about_me(vec![revised]));
    told.world.now += 1.hour();
    let brief = files.reader(&gp()).brief(told.world.now, told.person);
    let since = brief.unwrap().unwrap().since;
    assert_eq!(ids(&since.new), [first_fact(&second)]);
}

#[test]
fn of_what_was_taken_back_only_that_it_was_is_new() {
    let (mut files, mut told) = shared();
    opens(&mut files, &mut told, 1, &gp(), Opened::Brief);
    let noted = told.later(&mut files, &nurse(), &note("wrong", &[Category::Health]));
    let retract = casework::fact::retract::RetractFact {
        fact: first_fact(&noted),
        why: casework::words::Words::prose("words", "Of somebody else.").unwrap(),
    };
    told.later(&mut files, &nurse(), &retract);
    told.world.now += 1.hour();
    assert_eq!(
        new(&files, &told, &gp()),
        (vec!["retraction".to_owned()], 0)
    );
}

#[test]
fn a_visit_counts_once_for_what_it_read_again_and_not_for_who_wrote_it() {
    let (mut files, mut told) = shared();
    told.later(&mut files, &gp(), &about_me(vec![passage("choir", &[])]));
    assert_eq!(counts(&files, &told, &gp()), (vec![0, 0], 0));
    // Who wrote it reads it: nobody was spared a question.
    opens(&mut files, &mut told, 20, &gp(), Opened::Brief);
    assert_eq!(counts(&files, &told, &gp()), (vec![0, 0], 0));
    next_quarter(&mut told);
    opens(&mut files, &mut told, 0, &nurse(), Opened::Brief);
    opens(&mut files, &mut told, 1, &nurse(), Opened::Story);
    opens(&mut files, &mut told, 1, &nurse(), Opened::Brief);
    assert_eq!(counts(&files, &told, &gp()), (vec![1, 1], 1));
    opens(&mut files, &mut told, 20, &nurse(), Opened::TransferPack);
    assert_eq!(counts(&files, &told, &gp()), (vec![2, 2], 2));
    // A review's pack does not hold all of it.
    opens(&mut files, &mut told, 20, &nurse(), Opened::ReviewPack);
    assert_eq!(counts(&files, &told, &gp()), (vec![2, 2], 2));
    // Another organisation is told of its own readings alone.
    opens(&mut files, &mut told, 20, &link_worker(), Opened::Brief);
    assert_eq!(counts(&files, &told, &gp()), (vec![2, 2], 2));
    assert_eq!(counts(&files, &told, &link_worker()), (vec![1, 1], 1));
}

#[test]
fn a_newer_version_counts_from_its_own_recording_on() {
    let (mut files, mut told) = shared();
    let first = told.later(&mut files, &gp(), &about_me(vec![passage("choir", &[])]));
    opens(&mut files, &mut told, 20, &nurse(), Opened::Brief);
    let mut revised = passage("choir on Thursdays", &[]);
    (revised.replaces, revised.do_not_ask_again) = (Some(first_fact(&first)), true);
    let second = told.later(&mut files, &gp(), &about_me(vec![revised]));
    told.later(&mut files, &nurse(), &confirm(&[first_fact(&second)]));
    let ledger = ledger(&files, &told, &gp());
    let [_, entry] = &ledger.entries[..] else {
        panic!("who she is, and one passage")
    };
    assert_eq!(entry.told.disclosed.id, first_fact(&second));
    let confirmed = entry.confirmed.as_ref().unwrap();
    assert_eq!(confirmed.disclosed.at, told.world.now);
    assert_eq!(confirmed.disclosed.by, nurse());
    assert!(entry.do_not_ask_again);
    assert_eq!((entry.reread, ledger.reread), (0, 1));
}

#[test]
fn a_worker_who_may_not_read_it_has_not_read_it_again() {
    let (mut files, mut told) = shared();
    told.later(&mut files, &gp(), &about_me(vec![passage("choir", &[])]));
    let against = casework::objection::Against::Worker(nurse().organisation, nurse().worker);
    let about_me = objection(against, Some(&[Category::AboutMe]));
    told.later(&mut files, &gp(), &about_me);
    opens(&mut files, &mut told, 20, &nurse(), Opened::Brief);
    assert_eq!(counts(&files, &told, &gp()), (vec![1, 0], 1));
    assert_eq!(counts(&files, &told, &nurse()), (vec![1], 1));
}

#[test]
fn readings_are_listed_page_by_page_ones_own_and_for_a_privacy_officer_everybodys() {
    let (mut files, mut told) = shared();
    for _ in 0..4 {
        opens(&mut files, &mut told, 16, &gp(), Opened::Brief);
        opens(&mut files, &mut told, 0, &nurse(), Opened::Brief);
        opens(&mut files, &mut told, 0, &gp(), Opened::Story);
    }
    let listed = |by: &By, size| {
        let reader = files.reader(by);
        let read = |page: &Page| reader.readings(told.world.now, told.person, page);
        joined(size, |page| read(page).unwrap().unwrap(), |_| ())
    };
    for size in [1, 2, 5, 100] {
        assert_eq!(listed(&gp(), size).len(), 8);
        assert_eq!(listed(&nurse(), size).len(), 4);
        let all = listed(&officer(), size);
        assert_eq!(all.len(), 12);
        assert!(all.is_sorted_by_key(|reading| std::cmp::Reverse(reading.at)));
        assert_eq!(all[11].at, told.world.now - 48.minutes());
    }
    assert_eq!(listed(&link_worker(), 5), []);
}

#[test]
fn what_was_read_stays_when_the_person_leaves_the_file_and_goes_when_they_are_erased() {
    let (mut files, mut told) = shared();
    opens(&mut files, &mut told, 1, &gp(), Opened::Brief);
    let (person, now) = (told.person, told.world.now);
    files.apply(&gp().organisation, person, Change::Remove, now);
    let list = |files: &Files, by: &By| {
        let found = files.reader(by).readings(now, person, &ALL).unwrap();
        found.map(|(readings, _)| readings.len())
    };
    assert_eq!(list(&files, &gp()), None);
    assert_eq!(list(&files, &officer()), Some(1));
    let erased = files.apply(&gp().organisation, person, Change::Erase, now);
    assert!(erased.withdrew);
    assert_eq!(list(&files, &officer()), None);
}

#[test]
fn a_file_made_anew_holds_the_same_in_whatever_order_readings_come() {
    let (mut files, mut told) = shared();
    let person = told.person;
    let mut taken = Vec::new();
    for (minutes, by) in [(0, gp()), (16, nurse()), (1, gp()), (1, gp())] {
        opens(&mut files, &mut told, minutes, &by, Opened::Brief);
        let (id, reading) = reading(&told, &by, Opened::Brief);
        taken.push((person, id, reading));
    }
    taken.reverse();
    let organisation = gp().organisation;
    let mut anew = Rebuild::start(files.folder.path(), &organisation).unwrap();
    let facts = casework::disclosure::disclose_to(&told.world.history, &organisation);
    let batch = orgviews::Batch {
        position: 1,
        people: vec![(person, Change::Replace(facts), told.world.now)],
    };
    anew.apply(&batch).unwrap();
    assert_ne!(
        anew.digest().unwrap(),
        files.writer(&organisation).digest().unwrap()
    );
    anew.take_in(&taken[..2]).unwrap();
    anew.take_in(&taken).unwrap();
    assert_eq!(anew.checkpoint(), 1);
    assert_eq!(
        anew.dump().unwrap(),
        files.writer(&organisation).dump().unwrap()
    );
}
