//! Files made anew: beside the one in use, then in its place, or given up.

use std::{collections::BTreeSet, fs, path::PathBuf};

use casework::{
    Categories, Category, disclosure,
    fact::Restriction,
    ids::PersonId,
    objection::Against,
    testing::{accept, gp, link_worker, maureen, note, objection, referral},
};
use orgviews::{
    Batch, Change, Error, Page, Rebuild, Writer,
    changes::{Changed, Changes},
};

use crate::support::{Files, Told, ids, nurse};

const ALL: Page = Page::first(1_000);

/// Two people, with what takes away, hides and replaces.
fn with_people() -> (Files, [Told; 2]) {
    let mut files = Files::new();
    let mut people = [Told::new(1), Told::new(2)];
    for told in &mut people {
        told.later(&mut files, &gp(), &maureen());
        told.later(&mut files, &gp(), &referral());
        let accept = accept(&told.world.history);
        told.later(&mut files, &link_worker(), &accept);
        let mut hidden = note("hidden", &[Category::Safety]);
        hidden.restriction = Some(Restriction::default());
        told.later(&mut files, &gp(), &hidden);
        told.later(&mut files, &gp(), &note("bp", &[Category::Health]));
    }
    let charity = Against::Organisation(link_worker().organisation);
    people[1].later(&mut files, &gp(), &objection(charity, None));
    (files, people)
}

/// What the practice is shown of these people, as one batch.
fn batch(position: u64, people: &[Told]) -> Batch {
    let replace = |told: &Told| {
        let facts = disclosure::disclose_to(&told.world.history, &gp().organisation);
        (told.person, Change::Replace(facts), told.world.now)
    };
    Batch {
        position,
        people: people.iter().map(replace).collect(),
    }
}

fn folder(files: &Files) -> PathBuf {
    files.folder.path().join("organisations/E82999")
}

/// The names in the practice's folder, without what SQLite keeps beside a file that is open.
fn names(files: &Files) -> BTreeSet<String> {
    fs::read_dir(folder(files))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

/// The people whom the practice's file shows.
fn shown(files: &Files, told: &Told) -> Vec<PersonId> {
    let (entries, _) = files
        .reader(&nurse())
        .caseload(told.world.now, &ALL)
        .unwrap();
    let mut people: Vec<_> = entries.iter().map(|entry| entry.person).collect();
    people.sort();
    people
}

#[test]
fn the_old_file_serves_until_the_new_one_takes_its_place() {
    let (mut files, people) = with_people();
    let organisation = gp().organisation;
    let [first, second] = [people[0].person, people[1].person];
    let mut rebuild = Rebuild::start(files.folder.path(), &organisation).unwrap();
    assert_eq!(rebuild.checkpoint(), 0);
    // The new file is half full, and holds less than the old one.
    rebuild.apply(&batch(1, &people[..1])).unwrap();
    assert_eq!(shown(&files, &people[1]), [first, second]);
    // The old one goes on: what it is told meanwhile is read at once.
    let mut newcomer = Told::new(3);
    newcomer.later(&mut files, &gp(), &maureen());
    let all = [first, second, newcomer.person];
    assert_eq!(shown(&files, &people[1]), all);
    let opened_before = files.reader(&nurse());
    files.writers.remove(&organisation);
    let writer = rebuild.finish().unwrap();
    assert_eq!(
        (writer.checkpoint(), writer.organisation()),
        (1, &organisation)
    );
    assert_eq!(shown(&files, &people[1]), [first]);
    let still = opened_before.brief(people[1].world.now, second).unwrap();
    assert!(still.is_some(), "a question under way is answered");
    assert_eq!(names(&files), set(["current", "rebuild.lock", "view-2.db"]));
    let link = fs::read_link(folder(&files).join("current")).unwrap();
    assert_eq!(link.to_str(), Some("view-2.db"));
    drop(writer);
    let reopened = Writer::open(files.folder.path(), &organisation).unwrap();
    assert_eq!(
        (reopened.checkpoint(), reopened.counts().unwrap().people),
        (1, 1)
    );
}

#[test]
fn a_rebuilt_file_holds_what_the_grown_one_holds() {
    let (mut files, mut people) = with_people();
    let organisation = gp().organisation;
    let mut rebuild = Rebuild::start(files.folder.path(), &organisation).unwrap();
    rebuild.apply(&batch(1, &people)).unwrap();
    let late = note("while it was made anew", &[Category::Health]);
    people[0].later(&mut files, &gp(), &late);
    let grown = files.writer(&organisation).dump().unwrap();
    assert_ne!(rebuild.dump().unwrap(), grown, "it has to catch up");
    rebuild.apply(&batch(files.position, &people[..1])).unwrap();
    assert_eq!(rebuild.dump().unwrap(), grown);
    let digest = files.writer(&organisation).digest().unwrap();
    let story = |files: &Files| {
        let reader = files.reader(&nurse());
        let now = people[0].world.now;
        let story = reader.story(now, people[0].person, Categories::NONE, &ALL);
        ids(&story.unwrap().unwrap().0)
    };
    let before = story(&files);
    files.writers.remove(&organisation);
    let writer = rebuild.finish().unwrap();
    assert_eq!(writer.dump().unwrap(), grown);
    assert_eq!(writer.digest().unwrap(), digest);
    assert_eq!(story(&files), before);
}

#[test]
fn a_rebuild_that_is_given_up_leaves_the_old_file_alone() {
    let (mut files, people) = with_people();
    let organisation = gp().organisation;
    let before = files.writer(&organisation).dump().unwrap();
    let mut rebuild = Rebuild::start(files.folder.path(), &organisation).unwrap();
    rebuild.apply(&batch(1, &people[..1])).unwrap();
    let under_way = set(["current", "rebuild.lock", "view-1.db", "view-2.db"]);
    // A writer that is opened meanwhile takes nothing away from under it.
    files.writers.remove(&organisation);
    assert_eq!(files.writer(&organisation).dump().unwrap(), before);
    assert_eq!(names(&files), under_way);
    drop(rebuild);
    assert_eq!(shown(&files, &people[1]).len(), 2);
    // As after the end of the process: the next that opens the file clears up.
    files.writers.remove(&organisation);
    assert_eq!(files.writer(&organisation).dump().unwrap(), before);
    let left = set(["current", "rebuild.lock", "view-1.db"]);
    assert_eq!(names(&files), left);
    let stray = fs::read_dir(folder(&files)).unwrap().any(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().starts_with("view-2")
    });
    assert!(!stray, "nor is anything beside it");
    // And another rebuild begins from nothing.
    let again = Rebuild::start(files.folder.path(), &organisation).unwrap();
    assert_eq!(again.counts().unwrap(), orgviews::Counts::default());
}

#[test]
fn one_rebuild_at_a_time() {
    let (files, _) = with_people();
    let rebuild = Rebuild::start(files.folder.path(), &gp().organisation).unwrap();
    let second = Rebuild::start(files.folder.path(), &gp().organisation);
    let error = second.expect_err("there is one under way");
    assert!(matches!(error, Error::RebuildUnderWay) && error.retry_helps());
    let other = Rebuild::start(files.folder.path(), &link_worker().organisation);
    assert!(other.is_ok(), "of another file");
    drop(rebuild);
    Rebuild::start(files.folder.path(), &gp().organisation).unwrap();
}

#[test]
fn what_the_rebuilt_file_does_not_hold_is_in_no_byte_of_the_folder() {
    let (mut files, mut people) = with_people();
    let canary = "canary-2477-yranac";
    people[0].later(&mut files, &gp(), &note(canary, &[Category::Health]));
    let holds = |files: &Files| {
        fs::read_dir(folder(files)).unwrap().any(|entry| {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            bytes
                .windows(canary.len())
                .any(|part| part == canary.as_bytes())
        })
    };
    assert!(holds(&files));
    let organisation = gp().organisation;
    let mut rebuild = Rebuild::start(files.folder.path(), &organisation).unwrap();
    // It was in the new file, too, and has gone from there.
    rebuild.apply(&batch(1, &people)).unwrap();
    rebuild.apply(&batch(2, &people[1..])).unwrap();
    let gone = Batch {
        position: 3,
        people: vec![(people[0].person, Change::Remove, people[0].world.now)],
    };
    rebuild.apply(&gone).unwrap();
    files.writers.remove(&organisation);
    let _writer = rebuild.finish().unwrap();
    assert!(!holds(&files));
}

/// The changes after this place, or that they are not kept.
fn changes(files: &Files, after: u64) -> Option<Vec<Changed>> {
    let found = files
        .reader(&gp())
        .changes_after(jiff::Timestamp::UNIX_EPOCH, after, 1_000)
        .unwrap();
    match found {
        Changes::Next { changes, .. } => Some(changes),
        Changes::TooOld => None,
    }
}

#[test]
fn places_in_the_feed_stay_good() {
    let (mut files, people) = with_people();
    let organisation = gp().organisation;
    let before = changes(&files, 0).unwrap();
    let newest = files.reader(&gp()).newest_change().unwrap();
    assert!(before.len() > 4);
    let mut rebuild = Rebuild::start(files.folder.path(), &organisation).unwrap();
    rebuild.apply(&batch(1, &people)).unwrap();
    // The new file is ahead of the old one by one change.
    let ahead = files.position + 1;
    let gone = Batch {
        position: ahead,
        people: vec![(people[0].person, Change::Remove, people[0].world.now)],
    };
    rebuild.apply(&gone).unwrap();
    files.writers.remove(&organisation);
    let _writer = rebuild.finish().unwrap();
    let after = changes(&files, 0).unwrap();
    assert_eq!(after[..before.len()], before);
    let person = people[0].person;
    let sequence = newest + 1;
    assert_eq!(after[before.len()..], [Changed { sequence, person }]);
    assert_eq!(changes(&files, newest).unwrap().len(), 1);
    assert_eq!(changes(&files, before[2].sequence).unwrap(), after[3..]);
    assert_eq!(changes(&files, sequence + 1), None);
}

#[test]
fn places_in_the_feed_of_a_file_that_cannot_be_read_are_refused() {
    let (mut files, people) = with_people();
    let organisation = gp().organisation;
    let newest = files.reader(&gp()).newest_change().unwrap();
    files.writers.clear();
    files.readers = orgviews::Readers::new(files.folder.path());
    for beside in ["view-1.db-wal", "view-1.db-shm"] {
        drop(fs::remove_file(folder(&files).join(beside)));
    }
    fs::write(folder(&files).join("view-1.db"), [7; 8_192]).unwrap();
    assert!(Writer::open(files.folder.path(), &organisation).is_err());
    let mut rebuild = Rebuild::start(files.folder.path(), &organisation).unwrap();
    for position in 1..=newest + 3 {
        let told = usize::from(position % 2 == 0);
        let change = if position < 3 {
            batch(0, &people).people[told].1.clone()
        } else {
            let facts = disclosure::disclose_to(&people[told].world.history, &organisation);
            let kept = facts.len() - 1 - usize::try_from(position / 2 % 2).unwrap();
            Change::Replace(facts[..kept].to_vec())
        };
        let people = vec![(people[told].person, change, people[told].world.now)];
        rebuild.apply(&Batch { position, people }).unwrap();
    }
    let writer = rebuild.finish().unwrap();
    assert_eq!(writer.counts().unwrap().people, 2);
    // As many changes as the old file had numbered: no place of its feed is taken for one of ours.
    for place in 0..=newest {
        assert_eq!(changes(&files, place), None, "the place {place}");
    }
    let reader = files.reader(&gp());
    let [oldest, latest] = [
        reader.oldest_change().unwrap().unwrap(),
        reader.newest_change().unwrap(),
    ];
    let ours = changes(&files, oldest - 1).unwrap();
    assert_eq!(ours.len() as u64, latest - oldest + 1);
    assert!(ours.len() as u64 > newest);
}
