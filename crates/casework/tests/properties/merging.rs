//! Two stories of one person that become one record, and two again.
//!
//! The oracle is told both as if they had been recorded in one stream, in the order of time.

use std::collections::BTreeSet;

use casework::{
    event::{Event, What},
    fact::{About, Content},
    history::{Folded, MergeCompleted, TakenIn},
    ids::{EventId, FactId, JoinRequestId, MergeId, PersonId},
    joining::CaseJoined,
    life::CaseOpened,
    testing::{World, merges::DUPLICATE},
};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    check::{disclosure_is_told_by, for_values},
    fold, mangle,
    plan::{Plan, plans},
    story::Story,
    themes::volunteers::is_about_volunteers,
};

const MERGE: MergeId = MergeId(Uuid::from_u128(0x3E));

/// Two records of a person.
struct Pair {
    ours: Vec<Event>,
    theirs: Vec<Event>,
    now: Timestamp,
}

impl Pair {
    fn of((one, other): &(Plan, Plan)) -> Self {
        let story = Story::of(one);
        // A record whose case is paused or has ended is not merged.
        let theirs = until(
            Story::in_world(other, World::numbered(1 << 20))
                .world
                .events,
            |event| matches!(event.what, What::CasePaused { .. } | What::CaseEnded(_)),
        );
        let last = theirs.last().map(|event| event.recorded_at);
        // A duplicate's volunteers are not taken over, as they would be if there had been one record: that has an example
        // in the code.
        let others = |events: Vec<Event>| {
            let mut events = events;
            events.retain(|event| !is_about_volunteers(event));
            events
        };
        Pair {
            ours: others(story.world.events),
            theirs: others(theirs),
            now: last.map_or(story.world.now, |last| last.max(story.world.now)) + 1.minute(),
        }
    }

    /// The survivor's stream, with all of the duplicate taken in and visible.
    fn merged(&self) -> Vec<Event> {
        let taken = self
            .theirs
            .iter()
            .zip(0_u128..)
            .map(|(event, number)| Event {
                id: EventId(Uuid::from_u128(1 << 64 | number)),
                recorded_at: self.now,
                by: event.by.clone(),
                what: What::RecordTakenIn(Box::new(TakenIn {
                    from: DUPLICATE,
                    event: event.id,
                    at: event.recorded_at,
                    by: event.by.clone(),
                    original: event.what.clone(),
                })),
                facts: event.facts.clone(),
            });
        let ours = self.ours.iter().cloned();
        ours.chain(taken)
            .chain([self.said(
                1,
                What::MergeCompleted(MergeCompleted {
                    merge: MERGE,
                    from: DUPLICATE,
                }),
            )])
            .collect()
    }

    fn said(&self, number: u128, what: What) -> Event {
        Event {
            id: EventId(Uuid::from_u128(1 << 65 | number)),
            recorded_at: self.now,
            by: self
                .ours
                .first()
                .map_or_else(casework::testing::gp, |event| event.by.clone()),
            what,
            facts: Vec::new(),
        }
    }

    /// Both, as if they had been recorded in one stream; and what of the duplicate is not shown in it.
    fn as_one(&self) -> (Vec<Event>, BTreeSet<FactId>) {
        let theirs: Vec<Event> = self.theirs.iter().cloned().map(of_a_second_case).collect();
        let mut all: Vec<Event> = self.ours.iter().cloned().chain(theirs).collect();
        all.sort_by_key(|event| event.recorded_at);
        let never = self.theirs.iter().flat_map(|event| {
            let facts = (0_u16..).zip(&event.facts);
            let of_the_record = facts.filter(|(_, fact)| {
                matches!(
                    fact.about,
                    About::Identity | About::Pause | About::Ending { .. }
                )
            });
            of_the_record.map(|(index, _)| FactId {
                event: event.id,
                index,
            })
        });
        let never = never.collect();
        (all, never)
    }
}

/// Whoever opened the duplicate takes part in the case of the record that stays, and leads nothing there.
fn of_a_second_case(mut event: Event) -> Event {
    if let What::CaseOpened(CaseOpened { terms, .. }) = event.what {
        event.what = What::CaseJoined(CaseJoined {
            request: JoinRequestId(Uuid::nil()),
            terms,
            told: event.by.organisation.clone(),
        });
    }
    for fact in &mut event.facts {
        if let Content::Involvement { lead, .. } = &mut fact.content {
            *lead = false;
        }
    }
    event
}

/// The events before the first of this sort.
fn until(mut events: Vec<Event>, last: impl Fn(&Event) -> bool) -> Vec<Event> {
    let end = events.iter().position(last);
    events.truncate(end.unwrap_or(events.len()));
    events
}

#[test]
fn a_merged_record_shows_what_one_record_would_have_shown() {
    for_values(150, (plans(), plans()), |plans| {
        let mut pair = Pair::of(&plans);
        // In one stream one case has one lead, and who leaves it leaves all of it: that has its examples in the code.
        let custody =
            |event: &Event| matches!(event.what, What::HandoverOffered(_) | What::CustodyTaken(_));
        let ends = |event: &Event| matches!(event.what, What::CaseEnded(_) | What::CaseLeft {});
        let parts = |event: &Event| custody(event) || ends(event);
        (pair.ours, pair.theirs) = (until(pair.ours, parts), until(pair.theirs, parts));
        let (all, never) = pair.as_one();
        disclosure_is_told_by(&fold(&pair.merged()), &all, &never, pair.now)
    });
}

#[test]
fn an_undone_merge_leaves_the_record_as_it_was() {
    for_values(150, (plans(), plans()), |plans| {
        let pair = Pair::of(&plans);
        let mut events = pair.merged();
        events.push(pair.said(2, What::MergeUndone { merge: MERGE }));
        disclosure_is_told_by(&fold(&events), &pair.ours, &BTreeSet::new(), pair.now)
    });
}

/// Events of merging, with few ids, each taking in an event of the list.
fn of_merging(choice: u8, event: &Event) -> What {
    let person = |choice: u8| PersonId(Uuid::from_u128(u128::from(choice % 3)));
    let merge = MergeId(Uuid::from_u128(u128::from(choice / 7 % 2)));
    let (into, from) = (person(choice / 7), person(choice / 7));
    match choice % 7 {
        0 => What::MergeBegun { into },
        1 => What::MergeCompleted(MergeCompleted { merge, from }),
        2 => What::MergedAway { into },
        3 => What::MergeUndone { merge },
        4 => What::RecordRestored {},
        _ => What::RecordTakenIn(Box::new(TakenIn {
            from,
            event: event.id,
            at: event.recorded_at,
            by: event.by.clone(),
            original: event.what.clone(),
        })),
    }
}

#[test]
fn any_order_of_merging_and_undoing_folds() {
    let harm = prop::collection::vec((0..60_usize, any::<u8>()), 0..20);
    for_values(150, (mangle::nonsense(), harm), |(mut events, harm)| {
        for (place, choice) in harm {
            let Some(event) = events.get(place % events.len().max(1)).cloned() else {
                continue;
            };
            let what = of_merging(choice, &event);
            events.insert(place % events.len(), Event { what, ..event });
        }
        let history = fold(&events);
        prop_assert_eq!(history.version(), events.len() as u64);
        let gone = history.merged_into().is_some();
        let shown = casework::disclosure::disclose(&history);
        prop_assert!(!gone || shown.values().all(Vec::is_empty));
        prop_assert!(!gone || casework::timer::due(&history).is_empty());
        Ok(())
    });
}

#[test]
fn a_record_that_was_merged_away_shows_nobody_anything_until_it_is_restored() {
    for_values(50, plans(), |plan| {
        let story = Story::of(&plan);
        let mut history = fold(&story.world.events);
        let before = casework::disclosure::disclose(&history);
        let mut record = |what| {
            let pair = Pair {
                ours: story.world.events.clone(),
                theirs: Vec::new(),
                now: story.world.now,
            };
            history.apply(pair.said(3, what));
            casework::disclosure::disclose(&history)
        };
        let into = PersonId(Uuid::from_u128(9));
        prop_assert_eq!(&record(What::MergeBegun { into }), &before);
        let gone = record(What::MergedAway { into });
        prop_assert!(gone.values().all(Vec::is_empty));
        prop_assert_eq!(
            gone.keys().collect::<Vec<_>>(),
            before.keys().collect::<Vec<_>>()
        );
        prop_assert_eq!(record(What::RecordRestored {}), before);
        Ok(())
    });
}
