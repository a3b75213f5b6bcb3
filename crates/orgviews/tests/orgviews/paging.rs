//! Lists, page by page: joined they are the whole list, also where rows are hidden or arrive meanwhile.

mod directory;

use std::collections::BTreeSet;

use casework::{
    Categories, Category,
    agreement::Audience,
    disclosure::{self, Disclosed, Readers},
    fact::Restriction,
    ids::{EventId, FactId, OrganisationId, PersonId, ReferralId, ServiceId},
    referral::overdue::OverdueReferral,
    testing::{
        accept, agreement, charity, gp, housing, link_worker, maureen, note, practice, referral,
        registered, timekeeper,
    },
};
use jiff::{Timestamp, ToSpan};
use orgviews::{
    Change, Error, Page, Paged, SystemBatch, SystemReader, SystemWriter,
    changes::Changes,
    referrals::{Direction, Filter, State},
};
use uuid::Uuid;

use crate::support::{Files, Told, ids, joined, nurse};

/// Sizes of pages: the smallest, some that divide a list and some that do not, and more than there is.
const SIZES: [usize; 5] = [1, 2, 3, 7, 1_000];

fn nothing(_: usize) {}

/// A person with notes, every third of them hidden from the nurse, most of them within one millisecond.
fn with_notes() -> (Files, Told) {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    for number in 0..24 {
        let mut one = note(&format!("note {number}"), &[Category::Health]);
        one.restriction = (number % 3 == 0).then(Restriction::default);
        assert!(!told.tell(&mut files, &gp(), &one).is_empty());
        if number % 7 == 0 {
            told.world.now += 1.minute();
        }
    }
    (files, told)
}

/// The story as the nurse reads it, which hides some of it.
fn story(files: &Files, told: &Told, page: &Page) -> Paged<FactId> {
    let reader = files.reader(&nurse());
    let story = reader.story(told.world.now, told.person, Categories::NONE, page);
    let (shown, next) = story.unwrap().unwrap();
    (ids(&shown), next)
}

#[test]
fn pages_of_a_story_are_the_story() {
    let (files, told) = with_notes();
    let whole = told.expected(&nurse());
    assert_eq!(whole.len(), 18, "two facts of the case and 16 of 24 notes");
    for size in SIZES {
        let pages = joined(size, |page| story(&files, &told, page), nothing);
        assert_eq!(pages, whole, "in pages of {size}");
    }
}

#[test]
fn what_is_recorded_meanwhile_neither_doubles_nor_hides_anything() {
    for size in [1, 2, 7] {
        let (files, told) = with_notes();
        let whole = told.expected(&nurse());
        let both = std::cell::RefCell::new((files, told));
        let read = |page: &Page| {
            let (files, told) = &*both.borrow();
            story(files, told, page)
        };
        let record = |number| {
            let (files, told) = &mut *both.borrow_mut();
            let one = note(&format!("meanwhile {number}"), &[Category::Health]);
            told.later(files, &gp(), &one);
        };
        assert_eq!(joined(size, read, record), whole, "in pages of {size}");
        let (_, told) = &*both.borrow();
        assert!(told.expected(&nurse()).len() > whole.len());
    }
}

#[test]
fn what_is_withdrawn_meanwhile_takes_nothing_else_along() {
    let (mut files, told) = with_notes();
    let whole = told.expected(&nurse());
    let (first, next) = story(&files, &told, &Page::first(5));
    // The very facts that the page ended with, and one that was still to come.
    let gone = [whole[4], whole[3], whole[9]];
    let organisation = gp().organisation;
    let mut shown = disclosure::disclose_to(&told.world.history, &organisation);
    shown.retain(|disclosed| !gone.contains(&disclosed.id));
    let now = told.world.now;
    files.apply(&organisation, told.person, Change::Replace(shown), now);
    let rest = Page {
        size: 1_000,
        after: next,
    };
    let (rest, _) = story(&files, &told, &rest);
    let expected: Vec<_> = whole[5..]
        .iter()
        .copied()
        .filter(|id| !gone.contains(id))
        .collect();
    assert_eq!((first, rest), (whole[..5].to_vec(), expected));
}

/// As many facts like this one, an hour before, each with an id of its own.
fn copies(of: &Disclosed, count: u128) -> Vec<Disclosed> {
    let copy = |number| {
        let event = EventId(Uuid::from_u128(number));
        Disclosed {
            id: FactId { event, index: 0 },
            at: of.at - 1.hour(),
            ..of.clone()
        }
    };
    (1..=count).map(copy).collect()
}

#[test]
fn a_long_row_of_hidden_facts_ends_a_page_early_and_not_the_list() {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    let written = told.later(&mut files, &gp(), &note("visible", &[Category::Health]));
    let shown = disclosure::disclose_to(&told.world.history, &gp().organisation);
    let visible = shown.iter().find(|one| one.id.event == written[0].id);
    let mut hidden = copies(visible.unwrap(), 4_100);
    for one in &mut hidden {
        one.grants.truncate(1);
        one.grants[0].readers = Readers::Only(BTreeSet::from([gp().worker]));
    }
    let oldest = Disclosed {
        id: FactId {
            event: EventId(Uuid::from_u128(99_999)),
            index: 0,
        },
        at: visible.unwrap().at - 2.hours(),
        ..visible.unwrap().clone()
    };
    let (organisation, now) = (gp().organisation, told.world.now);
    hidden.push(oldest.clone());
    files.apply(&organisation, told.person, Change::Add(hidden), now);
    let whole = [told.expected(&nurse()), vec![oldest.id]].concat();
    for size in [1, 2, 3, 50] {
        let mut pages = 0;
        let read = |page: &Page| {
            pages += 1;
            story(&files, &told, page)
        };
        assert_eq!(joined(size, read, nothing), whole);
        assert!(pages >= 3, "no page looks at everything");
    }
}

/// People of whom every third has been told of last in a note that is hidden from the nurse.
fn with_people() -> (Files, Vec<Told>) {
    let mut files = Files::new();
    let mut people: Vec<Told> = (1..=17).map(Told::new).collect();
    for (number, told) in people.iter_mut().enumerate() {
        told.tell(&mut files, &gp(), &maureen());
        told.world.now += i64::try_from(number % 5).unwrap().minutes();
        told.tell(&mut files, &gp(), &note("bp", &[Category::Health]));
        let mut hidden = note("hidden", &[Category::Health]);
        hidden.restriction = Some(Restriction::default());
        if number % 3 == 0 {
            told.later(&mut files, &gp(), &hidden);
        }
    }
    (files, people)
}

fn caseload(files: &Files, page: &Page) -> Paged<(Timestamp, PersonId)> {
    let now = Told::new(0).world.now + 1.hour();
    let (entries, next) = files.reader(&nurse()).caseload(now, page).unwrap();
    let entry = |entry: &orgviews::cases::CaseloadEntry| (entry.last_recorded_at, entry.person);
    (entries.iter().map(entry).collect(), next)
}

#[test]
fn pages_of_the_caseload_are_the_caseload() {
    let (files, people) = with_people();
    let latest = |told: &Told| {
        let recorded = |id: &FactId| told.world.history.fact(*id).unwrap().at;
        told.expected(&nurse()).iter().map(recorded).max().unwrap()
    };
    let mut whole: Vec<_> = people
        .iter()
        .map(|told| (latest(told), told.person))
        .collect();
    whole.sort();
    whole.reverse();
    for size in SIZES {
        let pages = joined(size, |page| caseload(&files, page), nothing);
        assert_eq!(pages, whole, "in pages of {size}");
    }
}

#[test]
fn whoever_changes_place_on_the_caseload_meanwhile_is_in_the_changes() {
    let (mut files, mut people) = with_people();
    let whole = caseload(&files, &Page::first(1_000)).0;
    let began = files.reader(&nurse()).newest_change().unwrap();
    let (first, next) = caseload(&files, &Page::first(4));
    let last = whole.last().unwrap().1;
    let moved = people.iter_mut().find(|told| told.person == last).unwrap();
    moved.world.now += 30.minutes();
    moved.tell(&mut files, &gp(), &note("news", &[Category::Health]));
    let mut newcomer = Told::new(99);
    newcomer.tell(&mut files, &gp(), &maureen());
    let rest = Page {
        size: 1_000,
        after: next,
    };
    let pages = [first, caseload(&files, &rest).0].concat();
    let once: BTreeSet<_> = pages.iter().map(|(_, person)| *person).collect();
    assert_eq!(once.len(), pages.len(), "nobody stands there twice");
    let Changes::Next { changes, .. } = files
        .reader(&nurse())
        .changes_after(jiff::Timestamp::UNIX_EPOCH, began, 1_000)
        .unwrap()
    else {
        panic!("the changes are kept");
    };
    let changed = changes.iter().map(|changed| changed.person);
    let told: BTreeSet<_> = once.into_iter().chain(changed).collect();
    let all = people.iter().map(|told| told.person);
    let all: BTreeSet<_> = all.chain([newcomer.person]).collect();
    assert_eq!(told, all);
    assert_eq!(caseload(&files, &Page::first(1)).0[0].1, last);
}

/// The referrals that the practice sent: `accepted` of them by the charity.
fn with_referrals() -> (Files, Vec<Told>) {
    let mut files = Files::new();
    let mut people: Vec<Told> = (1..=9).map(Told::new).collect();
    for (number, told) in people.iter_mut().enumerate() {
        // A world's ids follow from how many commands there were: refused ones keep those of two people apart.
        for _ in 0..number * 10 {
            let refused = told
                .world
                .when(&gp(), &note("no case yet", &[Category::Health]));
            assert!(refused.is_err());
        }
        told.tell(&mut files, &gp(), &maureen());
        told.world.now += i64::try_from(number / 3).unwrap().minutes();
        told.tell(&mut files, &gp(), &referral());
        if number % 2 == 0 {
            let accept = accept(&told.world.history);
            told.later(&mut files, &link_worker(), &accept);
        }
        let other = casework::referral::raise::RaiseReferral {
            service: housing(),
            ..referral()
        };
        told.tell(&mut files, &gp(), &other);
    }
    (files, people)
}

#[test]
fn pages_of_referrals_are_the_referrals() {
    let (mut files, mut people) = with_referrals();
    let read = |files: &Files, filter: &Filter, page: &Page| -> Paged<ReferralId> {
        let now = Told::new(0).world.now + 10.minutes();
        let (found, next) = files.reader(&gp()).referrals(now, filter, page).unwrap();
        (found.iter().map(|referral| referral.id).collect(), next)
    };
    let raised: BTreeSet<_> = people
        .iter()
        .flat_map(|told| told.world.history.referrals().map(|referral| referral.id))
        .collect();
    let of = |direction, state| Filter {
        direction,
        state,
        ..Filter::default()
    };
    let filters = [
        (of(None, None), 18),
        (of(Some(Direction::Out), Some(State::Open)), 13),
        (of(None, Some(State::Accepted)), 5),
        (of(Some(Direction::In), None), 0),
    ];
    for (filter, count) in filters {
        let (whole, _) = read(&files, &filter, &Page::first(1_000));
        assert_eq!(whole.len(), count);
        assert!(whole.iter().all(|id| raised.contains(id)));
        for size in SIZES {
            let pages = joined(size, |page| read(&files, &filter, page), nothing);
            assert_eq!(pages, whole, "in pages of {size}");
        }
    }
    // One is noted as late and one is raised between two pages.
    let (whole, _) = read(&files, &Filter::default(), &Page::first(1_000));
    let (first, next) = read(&files, &Filter::default(), &Page::first(6));
    let referral = whole[10];
    let asked = |told: &&mut Told| told.world.history.referral(referral).is_some();
    let holder = people.iter_mut().find(asked).unwrap();
    let [due, _] = holder.world.history.referral(referral).unwrap().answer_by;
    holder.world.now = due;
    let overdue = OverdueReferral { referral, due };
    holder.later(&mut files, &timekeeper(), &overdue);
    let mut newcomer = Told::new(99);
    newcomer.world.now += 9.minutes();
    newcomer.tell(&mut files, &gp(), &maureen());
    newcomer.tell(&mut files, &gp(), &self::referral());
    let rest = Page {
        size: 1_000,
        after: next,
    };
    let (rest, _) = read(&files, &Filter::default(), &rest);
    assert_eq!([first, rest].concat(), whole);
    assert_eq!(raised.len(), whole.len());
}

#[test]
fn pages_of_decisions_are_the_decisions() {
    let (mut files, mut told) = (Files::new(), Told::new(1));
    told.later(&mut files, &gp(), &maureen());
    for number in 0..11 {
        let category = [Category::ALL[number]];
        let agreed = agreement(Audience::EveryoneInvolved, &category);
        assert!(!told.tell(&mut files, &gp(), &agreed).is_empty());
        told.tell(&mut files, &gp(), &note("bp", &[Category::Health]));
    }
    let read = |page: &Page| {
        let reader = files.reader(&gp());
        let found = reader.sharing_decisions(told.world.now, told.person, page);
        let (shown, next) = found.unwrap().unwrap();
        (ids(&shown), next)
    };
    let (whole, _) = read(&Page::first(1_000));
    assert_eq!(whole.len(), 11);
    for size in SIZES {
        assert_eq!(joined(size, read, nothing), whole, "in pages of {size}");
    }
}

/// The directory with some services of the same organisation and name.
#[test]
fn no_place_shows_more_than_the_list_holds() {
    let (files, told) = with_notes();
    let whole = told.expected(&nurse());
    let (_, middle) = story(&files, &told, &Page::first(5));
    let mut flipped = middle.unwrap();
    flipped[15] ^= 1;
    for after in [[0; 16], [7; 16], [0xFF; 16], middle.unwrap(), flipped] {
        let page = Page {
            size: 1_000,
            after: Some(after),
        };
        let (found, _) = story(&files, &told, &page);
        assert!(whole.ends_with(&found));
    }
}
