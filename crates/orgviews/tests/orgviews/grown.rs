//! A file that grew event by event holds what a file holds that is made at once.

use casework::{
    Category,
    about_me::Heading,
    agreement::Audience,
    calendar::LastDay,
    disclosure,
    event::By,
    fact::{About, Restriction},
    objection::Against,
    service::Purpose,
    testing::{
        self, about_me, accept, agreement, decline, gp, link_worker, maureen, note, objection,
        passage, referral,
    },
    timer::{RecordDue, due},
};
use jiff::ToSpan;
use proptest::prelude::*;

use crate::support::{Files, Told, fresh};
use orgviews::{Batch, Change};

/// One step of a story, in numbers that any command takes what it needs from.
type Step = (u8, u8, u8);

fn take_step(told: &mut Told, files: &mut Files, (kind, one, other): Step) {
    told.world.now = told
        .world
        .now
        .checked_add((i64::from(other) * 7).hours())
        .unwrap();
    let by = worker(one);
    let category = Category::ALL[usize::from(other) % 16];
    match kind % 12 {
        0 | 1 => drop(told.tell(
            files,
            &by,
            &note(&format!("note {one} {other}"), &[category]),
        )),
        2 => {
            let mut restricted = note("for some", &[Category::Health]);
            let mut restriction = Restriction::default();
            let reader = worker(other);
            restriction
                .workers
                .entry(reader.organisation)
                .or_default()
                .insert(reader.worker);
            restricted.restriction = Some(restriction);
            drop(told.tell(files, &by, &restricted));
        }
        3 => {
            let mut written = passage(
                "what matters",
                if other % 2 == 0 {
                    &[]
                } else {
                    &[Category::Housing]
                },
            );
            written.heading = Heading::ALL[usize::from(other) % 7];
            drop(told.tell(files, &by, &about_me(vec![written.clone(), written])));
        }
        4 => {
            let old = told
                .world
                .history
                .facts()
                .iter()
                .rev()
                .find(|f| matches!(f.fact.about, About::Passage { .. }));
            let Some(old) = old.cloned() else { return };
            let About::Passage { heading } = old.fact.about else {
                return;
            };
            let revised = casework::about_me::record::Passage {
                heading,
                replaces: Some(old.id),
                ..passage("revised", &[])
            };
            drop(told.tell(files, &by, &about_me(vec![revised])));
        }
        5 | 6 => {
            let mut agreed = agreement(
                audience(other),
                &[category, Category::AboutMe, Category::Health],
            );
            agreed.until = (other % 3 == 0).then(|| {
                LastDay::on(told.world.now.to_zoned(jiff::tz::TimeZone::UTC).date()).unwrap()
            });
            drop(told.tell(files, &by, &agreed));
        }
        7 => drop(told.tell(
            files,
            &by,
            &objection(against(other), (one % 2 == 0).then_some(&[category][..])),
        )),
        8 => drop(told.tell(files, &by, &referral())),
        9 if told.world.history.referrals().next().is_some() => {
            drop(told.tell(files, &by, &accept(&told.world.history)));
        }
        10 if told.world.history.referrals().next().is_some() => {
            drop(told.tell(files, &by, &decline(&told.world.history)));
        }
        _ => fall_due(told, files),
    }
}

fn fall_due(told: &mut Told, files: &mut Files) {
    for next in due(&told.world.history) {
        if next.at <= told.world.now {
            told.tell(files, &testing::timekeeper(), &RecordDue(next));
        }
    }
}

fn worker(number: u8) -> By {
    match number % 5 {
        0 | 1 => gp(),
        2 => testing::by("E82999", "nurse.jones", casework::Role::Practitioner),
        3 => link_worker(),
        _ => testing::by("LVF-FRIENDS", "kim.ray", casework::Role::VcseWorker),
    }
}

fn audience(number: u8) -> Audience {
    match number % 3 {
        0 => Audience::Organisation(link_worker().organisation),
        1 => Audience::Purpose(Purpose::CommunitySupport),
        _ => Audience::EveryoneInvolved,
    }
}

fn against(number: u8) -> Against {
    match number % 4 {
        0 => Against::Organisation(link_worker().organisation),
        1 => Against::Worker(link_worker().organisation, link_worker().worker),
        2 => Against::Purpose(Purpose::HealthCare),
        _ => Against::Everyone,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_that_grew_equals_one_made_at_once(
        steps in proptest::collection::vec((any::<bool>(), any::<Step>()), 10..50)
    ) {
        let mut files = Files::new();
        let mut people = [Told::new(0xA1), Told::new(0xB2)];
        for told in &mut people {
            told.tell(&mut files, &gp(), &maureen());
            told.tell(&mut files, &gp(), &referral());
        }
        for (second, step) in steps {
            take_step(&mut people[usize::from(second)], &mut files, step);
        }
        let organisations: Vec<_> = files.writers.keys().cloned().collect();
        for organisation in organisations {
            let at_once: Vec<_> = people
                .iter()
                .map(|told| (told.person, disclosure::disclose_to(&told.world.history, &organisation)))
                .collect();
            let (_folder, made) = fresh(&organisation, &at_once);
            let grown = files.writer(&organisation);
            prop_assert_eq!(grown.dump().unwrap(), made.dump().unwrap());
            prop_assert_eq!(grown.digest().unwrap(), made.digest().unwrap());
        }
    }
}

#[test]
fn another_word_or_grant_gives_another_digest() {
    let mut files = Files::new();
    let mut told = Told::new(1);
    told.tell(&mut files, &gp(), &maureen());
    let organisation = gp().organisation;
    let facts = disclosure::disclose_to(&told.world.history, &organisation);
    let digest = |facts| {
        fresh(&organisation, &[(told.person, facts)])
            .1
            .digest()
            .unwrap()
    };
    let mut other = facts.clone();
    other[0].grants[0].until = Some(told.world.now);
    assert_ne!(digest(facts.clone()), digest(other));
    assert_ne!(digest(facts.clone()), digest(facts[..1].to_vec()));
    assert_eq!(
        digest(facts.clone()),
        files.writer(&organisation).digest().unwrap()
    );
}

#[test]
fn a_batch_is_applied_once_and_only_what_differs_counts() {
    let mut files = Files::new();
    let mut told = Told::new(1);
    told.tell(&mut files, &gp(), &maureen());
    let organisation = gp().organisation;
    let facts = disclosure::disclose_to(&told.world.history, &organisation);
    let writer = files.writer(&organisation);
    let (checkpoint, before) = (writer.checkpoint(), writer.digest().unwrap());
    let again = |position| Batch {
        position,
        people: vec![(told.person, Change::Remove, told.world.now)],
    };
    assert_eq!(
        writer.apply(&again(checkpoint)).unwrap(),
        orgviews::Applied::default()
    );
    assert_eq!(
        (writer.checkpoint(), writer.digest().unwrap()),
        (checkpoint, before)
    );
    let same = Batch {
        position: 50,
        people: vec![(told.person, Change::Replace(facts.clone()), told.world.now)],
    };
    assert_eq!(
        writer.apply(&same).unwrap(),
        orgviews::Applied {
            changed: 0,
            withdrew: false
        }
    );
    assert_eq!(writer.checkpoint(), 50);
    let mut longer = facts.clone();
    longer[0].grants.push(casework::disclosure::Grant {
        until: Some(told.world.now),
        ..facts[0].grants[0].clone()
    });
    let wider = Batch {
        position: 51,
        people: vec![(told.person, Change::Replace(longer), told.world.now)],
    };
    assert_eq!(
        writer.apply(&wider).unwrap(),
        orgviews::Applied {
            changed: 1,
            withdrew: false
        }
    );
    let narrower = Batch {
        position: 52,
        people: vec![(told.person, Change::Replace(facts), told.world.now)],
    };
    assert_eq!(
        writer.apply(&narrower).unwrap(),
        orgviews::Applied {
            changed: 1,
            withdrew: true
        }
    );
    assert_eq!(
        writer.apply(&again(53)).unwrap(),
        orgviews::Applied {
            changed: 1,
            withdrew: true
        }
    );
    assert_eq!(writer.counts().unwrap(), orgviews::Counts::default());
}

#[test]
fn several_changes_for_one_person_are_applied_in_order() {
    let mut files = Files::new();
    let mut told = Told::new(1);
    told.tell(&mut files, &gp(), &maureen());
    let facts = disclosure::disclose_to(&told.world.history, &gp().organisation);
    let now = told.world.now;
    let changes = [
        Change::Remove,
        Change::Add(facts[..1].to_vec()),
        Change::Add(facts[1..].to_vec()),
    ];
    let people = changes
        .into_iter()
        .map(|change| (told.person, change, now))
        .collect();
    let writer = files.writer(&gp().organisation);
    let before = writer.digest().unwrap();
    writer
        .apply(&Batch {
            position: 99,
            people,
        })
        .unwrap();
    assert_eq!(writer.digest().unwrap(), before);
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_nothing_is_applied() {
    let mut files = Files::new();
    let mut told = Told::new(1);
    told.tell(&mut files, &gp(), &maureen());
    let path = files.folder.path().join("organisations/E82999/view-1.db");
    let damage = rusqlite::Connection::open(path).unwrap();
    damage
        .execute(
            "UPDATE facts SET grants = '[{\"rule\":\"secret-word\"}]' WHERE kind = 'identity'",
            [],
        )
        .unwrap();
    let error = files
        .reader(&gp())
        .brief(told.world.now, told.person)
        .unwrap_err();
    assert!(matches!(error, orgviews::Error::Row { table: "facts", .. }));
    assert!(!error.to_string().contains("secret-word") && !error.retry_helps());
    let mut facts = disclosure::disclose_to(&told.world.history, &gp().organisation);
    facts.retain(|disclosed| disclosed.fact.about == About::Identity);
    let batch = Batch {
        position: 99,
        people: vec![(told.person, Change::Add(facts), told.world.now)],
    };
    let writer = files.writer(&gp().organisation);
    let checkpoint = writer.checkpoint();
    assert!(matches!(
        writer.apply(&batch),
        Err(orgviews::Error::Row { .. })
    ));
    assert_eq!(writer.checkpoint(), checkpoint);
}
