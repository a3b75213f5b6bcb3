//! What a reader gives out: filtered by worker and clock, with the grant that holds, and nothing else.

mod lists;
mod volunteers;

use std::collections::BTreeSet;

use casework::{
    Categories, Category, Role,
    about_me::Heading,
    agreement::Audience,
    calendar::LastDay,
    disclosure::{self, Grant, Readers, Rule},
    event::By,
    fact::{Content, Restriction},
    ids::PersonId,
    objection::Against,
    referral::overdue::OverdueReferral,
    testing::{
        self, about_me, accept, agreement, decline, first_fact, gp, link_worker, maureen, note,
        objection, passage, referral, timekeeper,
    },
};
use jiff::{Timestamp, ToSpan};
use orgviews::{
    Change, Error, Page, Reader, Writer,
    cases::Standing,
    changes::Changes,
    referrals::{Direction, Filter, State},
};
use uuid::Uuid;

use crate::support::{Files, Told, befriender, caller, ids, nurse};

const ALL: Page = Page::first(1_000);

/// The practice has referred her to the charity, which has accepted.
fn with_involved_charity() -> (Files, Told) {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    told.later(&mut files, &gp(), &referral());
    let accept = accept(&told.world.history);
    told.later(&mut files, &link_worker(), &accept);
    (files, told)
}

fn only(by: &By) -> Restriction {
    let mut restriction = Restriction::default();
    let readers = [by.worker.clone()].into();
    restriction.workers.insert(by.organisation.clone(), readers);
    restriction
}

/// The story as the worker reads it, or nothing where the person is unknown to them.
fn story(files: &Files, told: &Told, by: &By) -> Option<Vec<orgviews::Shown>> {
    story_at(files, told, by, told.world.now)
}

fn story_at(files: &Files, told: &Told, by: &By, now: Timestamp) -> Option<Vec<orgviews::Shown>> {
    let story = files
        .reader(by)
        .story(now, told.person, Categories::NONE, &ALL)
        .unwrap();
    story.map(|(shown, _)| shown)
}

/// Whether any question at all tells that there is such a person.
fn known(reader: &Reader, now: Timestamp, person: PersonId) -> bool {
    let told = [
        reader.brief(now, person).unwrap().is_some(),
        reader.about_me(now, person).unwrap().is_some(),
        reader
            .story(now, person, Categories::NONE, &ALL)
            .unwrap()
            .is_some(),
        reader
            .sharing_decisions(now, person, &ALL)
            .unwrap()
            .is_some(),
        reader
            .caseload(now, &ALL)
            .unwrap()
            .0
            .iter()
            .any(|entry| entry.person == person),
        reader
            .referrals(now, &Filter::default(), &ALL)
            .unwrap()
            .0
            .iter()
            .any(|referral| referral.person == person),
    ];
    assert!(
        told.iter().all(|one| *one == told[0]) || told[..4].iter().all(|one| *one),
        "some questions know the person and others do not: {told:?}"
    );
    told.contains(&true)
}

#[test]
fn a_restricted_fact_is_for_its_named_workers() {
    let (mut files, mut told) = with_involved_charity();
    let mut restricted = note("for Sam alone", &[Category::Safety]);
    restricted.restriction = Some(only(&link_worker()));
    let events = told.later(&mut files, &gp(), &restricted);
    let fact = first_fact(&events);
    let grant = |by: &By| {
        let story = story(&files, &told, by).unwrap();
        let found = story.into_iter().find(|shown| shown.disclosed.id == fact);
        found.map(|shown| shown.grant.rule)
    };
    assert_eq!(grant(&link_worker()), Some(Rule::Named));
    assert_eq!(grant(&gp()), Some(Rule::OwnRecord), "who wrote it");
    assert_eq!([grant(&nurse()), grant(&befriender())], [None, None]);
    // It has no trace in how lists are sorted and dated either.
    let last = |by: &By| {
        let (caseload, _) = files.reader(by).caseload(told.world.now, &ALL).unwrap();
        caseload[0].last_recorded_at
    };
    assert_eq!(last(&gp()), told.world.now);
    let before = told.world.now - 1.minute();
    assert_eq!([last(&nurse()), last(&befriender())], [before, before]);
}

#[test]
fn a_worker_who_is_objected_to_reads_nothing_and_their_colleagues_go_on() {
    let (mut files, mut told) = with_involved_charity();
    let before = story(&files, &told, &befriender()).unwrap();
    let sam = Against::Worker(link_worker().organisation, link_worker().worker);
    told.later(&mut files, &gp(), &objection(sam, None));
    assert!(!known(
        &files.reader(&link_worker()),
        told.world.now,
        told.person
    ));
    assert!(known(
        &files.reader(&befriender()),
        told.world.now,
        told.person
    ));
    assert_eq!(
        ids(&story(&files, &told, &befriender()).unwrap()),
        ids(&before)
    );
    let files_facts = files.writer(&link_worker().organisation).counts().unwrap();
    assert_eq!(files_facts.facts, before.len() as u64);
}

#[test]
fn what_was_agreed_until_a_day_is_unreadable_from_its_end_on() {
    let (mut files, mut told) = with_involved_charity();
    let events = told.later(&mut files, &gp(), &note("tablets", &[Category::Health]));
    let fact = first_fact(&events);
    let charity = link_worker().organisation;
    let last_day = LastDay::on(told.world.now.to_zoned(jiff::tz::TimeZone::UTC).date()).unwrap();
    let mut agreed = agreement(Audience::Organisation(charity.clone()), &[Category::Health]);
    agreed.until = Some(last_day);
    let agreed = told.later(&mut files, &gp(), &agreed);
    let counts = files.writer(&charity).counts().unwrap();
    let rests_on = |now| {
        let story = story_at(&files, &told, &link_worker(), now).unwrap();
        let found = story.into_iter().find(|shown| shown.disclosed.id == fact);
        found.map(|shown| (shown.grant.rule, shown.grant.rests_on))
    };
    let end = last_day.ends_at;
    assert_eq!(
        rests_on(end - 1.nanosecond()),
        Some((Rule::Agreement, agreed[0].id))
    );
    assert_eq!(rests_on(end), None);
    assert_eq!(rests_on(end + 24.hours()), None);
    // The clock alone took it away: nothing was written.
    assert_eq!(files.writer(&charity).counts().unwrap(), counts);
    let latest = |now| {
        let brief = files.reader(&link_worker()).brief(now, told.person);
        ids(&brief.unwrap().unwrap().latest).contains(&fact)
    };
    assert!(latest(end - 1.nanosecond()) && !latest(end));
}

#[test]
fn somebody_of_whom_everything_has_ended_is_not_known() {
    let (mut files, told) = with_involved_charity();
    let end = told.world.now + 1.minute();
    let mut shown = disclosure::disclose_to(&told.world.history, &link_worker().organisation);
    for disclosed in &mut shown {
        disclosed.grants.iter_mut().for_each(|grant| {
            grant.until = Some(end);
        });
    }
    files.apply(
        &link_worker().organisation,
        told.person,
        Change::Replace(shown),
        told.world.now,
    );
    let reader = files.reader(&link_worker());
    assert!(known(&reader, end - 1.nanosecond(), told.person));
    assert!(!known(&reader, end, told.person));
}

#[test]
fn the_first_grant_that_holds_is_named() {
    let (mut files, told) = with_involved_charity();
    let organisation = link_worker().organisation;
    let mut shown = disclosure::disclose_to(&told.world.history, &organisation);
    shown.truncate(1);
    let workers = |by: By| BTreeSet::from([by.worker]);
    let end = told.world.now + 1.hour();
    let rests_on = shown[0].grants[0].rests_on;
    let grant = |rule, readers, until| Grant {
        rule,
        rests_on,
        readers,
        until,
        volunteers: Default::default(),
    };
    shown[0].grants = vec![
        grant(Rule::Named, Readers::Only(workers(befriender())), None),
        grant(
            Rule::Invited,
            Readers::AllBut(workers(befriender())),
            Some(end),
        ),
        grant(Rule::Agreement, Readers::All, Some(end)),
        grant(Rule::Party, Readers::AllBut(workers(nurse())), None),
    ];
    let grants = shown[0].grants.clone();
    files.apply(
        &organisation,
        told.person,
        Change::Replace(shown),
        told.world.now,
    );
    let named = |by: &By, now| {
        let shown = story_at(&files, &told, by, now).unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].disclosed.grants, grants, "all of them are told");
        shown[0].grant.rule
    };
    let before = end - 1.nanosecond();
    assert_eq!(named(&befriender(), before), Rule::Named);
    assert_eq!(named(&befriender(), end), Rule::Named);
    assert_eq!(named(&link_worker(), before), Rule::Invited);
    assert_eq!(named(&link_worker(), end), Rule::Party);
}

#[test]
fn an_organisation_without_a_file_is_shown_nothing() {
    let files = Files::new();
    let reader = files.reader(&gp());
    let now = Timestamp::UNIX_EPOCH;
    assert!(!reader.has_file());
    assert!(!known(&reader, now, PersonId(Uuid::from_u128(1))));
    assert_eq!(reader.caseload(now, &ALL).unwrap(), (vec![], None));
    let referrals = reader.referrals(now, &Filter::default(), &ALL);
    assert_eq!(referrals.unwrap(), (vec![], None));
    assert_eq!(reader.newest_change().unwrap(), 0);
    assert_eq!(reader.oldest_change().unwrap(), None);
    assert_eq!(
        reader.changes_after(now, 0, 10).unwrap(),
        Changes::Next {
            changes: vec![],
            seen: 0
        }
    );
    assert_eq!(reader.changes_after(now, 1, 10).unwrap(), Changes::TooOld);
    assert!(!files.folder.path().join("organisations").exists());
}

#[test]
fn somebody_who_is_hidden_and_somebody_who_does_not_exist_are_the_same() {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    let mut hidden = Told::new(2);
    hidden.later(&mut files, &gp(), &maureen());
    let charity = link_worker().organisation;
    let mut shown = disclosure::disclose_to(&hidden.world.history, &gp().organisation);
    let sam = BTreeSet::from([link_worker().worker]);
    shown.iter_mut().for_each(|disclosed| {
        disclosed.grants.truncate(1);
        disclosed.grants[0].readers = Readers::Only(sam.clone());
    });
    let now = hidden.world.now;
    files.apply(&charity, hidden.person, Change::Replace(shown), now);
    let (sam, kim) = (files.reader(&link_worker()), files.reader(&befriender()));
    assert!(known(&sam, now, hidden.person));
    let nobody = PersonId(Uuid::from_u128(99));
    for person in [hidden.person, told.person, nobody] {
        assert!(!known(&kim, now, person));
    }
}

#[test]
fn a_file_is_read_when_its_writer_has_gone() {
    let (mut files, told) = with_involved_charity();
    let before = ids(&story(&files, &told, &link_worker()).unwrap());
    files.writers.clear();
    files.readers = orgviews::Readers::new(files.folder.path());
    assert_eq!(ids(&story(&files, &told, &link_worker()).unwrap()), before);
    assert!(!before.is_empty());
}

#[test]
fn a_file_in_another_organisations_folder_is_neither_read_nor_written() {
    let (mut files, _) = with_involved_charity();
    assert!(files.writer(&link_worker().organisation).scrub().unwrap());
    let folder = files.folder.path().join("organisations");
    let other = folder.join("HCC-HOUSING");
    std::fs::create_dir(&other).unwrap();
    let file = folder.join("LVF-FRIENDS/view-1.db");
    std::fs::copy(file, other.join("view-1.db")).unwrap();
    std::os::unix::fs::symlink("view-1.db", other.join("current")).unwrap();
    let officer = testing::by("HCC-HOUSING", "officer", Role::Practitioner);
    let read = files.readers.open(&caller(&officer));
    assert!(matches!(read, Err(Error::NotOurs { .. })));
    let opened = Writer::open(files.folder.path(), &officer.organisation);
    assert!(matches!(opened, Err(Error::NotOurs { .. })));
}
