//! What a volunteer is shown of an organisation's file: what they are named for, and nothing else.

use casework::testing::{assign, release, volunteer};

use super::*;

fn caseload(files: &Files, told: &Told) -> Vec<PersonId> {
    let reader = files.reader(&volunteer());
    let (entries, next) = reader.caseload(told.world.now, &ALL).unwrap();
    assert_eq!(next, None);
    entries.iter().map(|entry| entry.person).collect()
}

fn changed(files: &Files, told: &Told) -> Vec<PersonId> {
    let reader = files.reader(&volunteer());
    let Changes::Next { changes, .. } = reader.changes_after(told.world.now, 0, 1_000).unwrap()
    else {
        panic!("the changes are kept");
    };
    changes.iter().map(|changed| changed.person).collect()
}

#[test]
fn a_volunteer_knows_of_nobody_but_those_for_whom_they_are_named() {
    let (mut files, mut told) = with_involved_charity();
    let note = note("Damp.", &[Category::Housing]);
    let noted = told.later(&mut files, &link_worker(), &note)[0].id;
    let mut other = Told::new(2);
    other.world.now = told.world.now;
    other.later(&mut files, &gp(), &maureen());
    other.later(&mut files, &gp(), &referral());
    let nobody: [PersonId; 0] = [];
    assert_eq!(caseload(&files, &told), nobody);
    assert_eq!(changed(&files, &told), nobody);
    assert!(!known(
        &files.reader(&volunteer()),
        told.world.now,
        told.person
    ));

    told.later(&mut files, &link_worker(), &assign(&[Category::Identity]));
    assert_eq!(caseload(&files, &told), [told.person]);
    assert!(changed(&files, &told).iter().all(|one| *one == told.person));
    let story_of = |told: &Told| story(&files, told, &volunteer());
    let expected = told.expected(&volunteer());
    assert_eq!(ids(&story_of(&told).unwrap()), expected);
    assert!(!expected.iter().any(|fact| fact.event == noted));
    let brief = files
        .reader(&volunteer())
        .brief(told.world.now, told.person);
    assert!(brief.unwrap().unwrap().entry.identity.is_some());
    assert_eq!(story(&files, &other, &volunteer()), None);
}

#[test]
fn an_assignment_is_listed_with_whether_it_holds() {
    let (mut files, mut told) = with_involved_charity();
    let command = assign(&[Category::Identity]);
    told.later(&mut files, &link_worker(), &command);
    let first = told
        .world
        .history
        .volunteers(&link_worker().organisation)
        .next()
        .unwrap()
        .terms
        .assignment;
    told.later(&mut files, &link_worker(), &assign(&[Category::Contact]));
    let person = told.person;
    let listed = |files: &Files, by: &By, now| {
        let found = files.reader(by).volunteers(now, person).unwrap();
        let found = found.unwrap_or_default();
        found
            .iter()
            .map(|one| (one.id == first, one.holds))
            .collect::<Vec<_>>()
    };
    let now = told.world.now;
    assert_eq!(
        listed(&files, &link_worker(), now),
        [(false, true), (true, false)]
    );
    assert_eq!(listed(&files, &volunteer(), now), [(false, true)]);
    assert_eq!(listed(&files, &gp(), now), Vec::new());
    let over = command.until.ends_at;
    assert_eq!(
        listed(&files, &link_worker(), over),
        [(false, false), (true, false)]
    );
    assert_eq!(listed(&files, &volunteer(), over), Vec::new());

    let command = release(&told.world.history);
    told.later(&mut files, &link_worker(), &command);
    let now = told.world.now;
    assert_eq!(
        listed(&files, &link_worker(), now),
        [(false, false), (true, false)]
    );
    let nobody: [PersonId; 0] = [];
    assert_eq!(caseload(&files, &told), nobody);
    // Whoever has to forget something has to hear of it: named, named for less, and named no longer.
    assert_eq!(changed(&files, &told), [person; 3]);
    let after = note("Dry again.", &[Category::Contact]);
    told.later(&mut files, &link_worker(), &after);
    assert_eq!(changed(&files, &told), [person; 3]);
}
