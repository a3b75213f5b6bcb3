//! One record taken into another: what the duplicate's history holds becomes part of this one, and can be taken out.
//!
//! The duplicate's events are recorded here one by one under their own ids, and folded by themselves; all of them become
//! visible at once. What is said of the record as such stays with the duplicate: who the person is, custody, and how its
//! cases went. Between an objection and an agreement the later one holds by the time at which each was recorded.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    agreement::Agreement,
    event::{By, Event, What},
    fact::{About, Content, Fact, Restriction},
    history::{Folded, History, Involvement, Recorded},
    ids::{EventId, FactId, MergeId, PersonId},
    plan,
    refusal::{Code, Refusal},
};

/// Another record was merged into this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeCompleted {
    /// The merge.
    pub merge: MergeId,
    /// The other.
    pub from: PersonId,
}

/// An event of a duplicate, as it was recorded there. Its facts are the facts of the event that takes it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// The duplicate.
    pub from: PersonId,
    /// The event's id.
    pub event: EventId,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// What it meant.
    pub original: What,
}

impl TakenIn {
    /// When it was recorded in the first place, also where the duplicate had taken it in from a third record.
    fn first_recorded_at(&self) -> Timestamp {
        match &self.original {
            What::RecordTakenIn(earlier) => earlier.first_recorded_at(),
            _ => self.at,
        }
    }
}

/// A record that was merged into this one.
#[derive(Clone, Debug)]
pub struct Merge {
    /// Its id.
    pub id: MergeId,
    /// The event that completed it.
    pub event: EventId,
    /// The duplicate.
    pub from: PersonId,
    /// Whether it was undone.
    pub undone: bool,
    version: u64,
    events: BTreeSet<EventId>,
    /// Who could read each fact that came with it.
    readers: BTreeMap<FactId, Option<Restriction>>,
    replaced: Vec<Agreement>,
    plan_review: Option<plan::Review>,
}

/// A record that is being merged, or was merged, into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merging {
    /// The other.
    pub into: PersonId,
    /// Whether everything of this record is there.
    pub done: bool,
}

/// When something was recorded, as objections and agreements are compared: those of a record that was merged into
/// another stand among its own by their time. Within one record later versions have later times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(Option<Timestamp>, u64);

impl History {
    /// The record into which this one is being merged, or was.
    pub fn merging(&self) -> Option<Merging> {
        self.merging
    }

    /// The record into which this one was merged: it has all that was recorded here, and this one shows nothing.
    pub fn merged_into(&self) -> Option<PersonId> {
        self.merging
            .filter(|merging| merging.done)
            .map(|merging| merging.into)
    }

    /// Whether something of this record was taken in, and is not visible yet.
    pub fn takes_in(&self, duplicate: PersonId) -> bool {
        self.taking_in.contains_key(&duplicate)
    }

    /// The records that were merged into this one.
    pub fn merges(&self) -> impl Iterator<Item = &Merge> {
        self.merges.iter()
    }

    /// Why nothing can be recorded, where that is so.
    pub(super) fn at_a_standstill(&self) -> Option<Refusal> {
        self.merging
            .map(|_| Refusal::of(Code::RecordMerged, "person_id"))
    }

    /// The moment at which the event of this version was recorded, in the record where it was.
    pub(crate) fn moment(&self, version: u64) -> Moment {
        let place = usize::try_from(version)
            .ok()
            .and_then(|at| at.checked_sub(1));
        let recorded_at = place.and_then(|place| self.times.get(place)).copied();
        Moment(recorded_at, version)
    }

    /// An event of a duplicate is taken in; nothing of it is visible yet.
    pub(super) fn take_in(&mut self, taken: TakenIn, facts: Vec<Fact>) {
        let version = self.version;
        self.times.push(taken.first_recorded_at());
        let from = taken.from;
        let duplicate = self
            .taking_in
            .entry(from)
            .or_insert_with(|| History::new(from));
        if duplicate.events.contains_key(&taken.event) {
            return;
        }
        // What it brings stands where it was taken in, so that versions go up in this stream too.
        duplicate.version = version - 1;
        let before = usize::try_from(version - 1).unwrap_or_default();
        duplicate
            .times
            .resize(before.max(duplicate.times.len()), taken.at);
        duplicate.apply(Event {
            id: taken.event,
            recorded_at: taken.at,
            by: taken.by,
            what: taken.original,
            facts,
        });
    }

    /// All of the duplicate was taken in, and is visible from here on.
    pub(super) fn complete_merge(&mut self, event: EventId, merge: MergeId, from: PersonId) {
        let Some(theirs) = self.taking_in.remove(&from) else {
            return;
        };
        let events = theirs.events.keys().copied().collect();
        for (event, happened) in theirs.events {
            self.events.entry(event).or_insert(happened);
        }
        let replaced = self.join_agreements(theirs.agreements);
        let plan_review = self.plan_review;
        self.plan_review = [plan_review, theirs.plan_review]
            .into_iter()
            .flatten()
            .min_by_key(|review| review.review_on.ends_at);
        self.objections.extend(theirs.objections);
        join(&mut self.referrals, theirs.referrals);
        self.concerns.join(theirs.concerns);
        join(&mut self.actions, theirs.actions);
        self.duties.extend(theirs.duties);
        join(&mut self.join_requests, theirs.join_requests);
        join(&mut self.retracted, theirs.retracted);
        join(&mut self.misplaced, theirs.misplaced);
        join(&mut self.handovers, theirs.handovers);
        join(&mut self.decisions, theirs.decisions);
        join(&mut self.reviews, theirs.reviews);
        join(&mut self.links, theirs.links);
        self.involvements.extend(theirs.involvements);
        self.organisations.extend(theirs.organisations);
        let readers = theirs.facts.iter();
        let readers = readers
            .map(|recorded| (recorded.id, recorded.fact.restriction.clone()))
            .collect();
        for recorded in theirs.facts {
            if !is_of_the_record(&recorded.fact.about) {
                self.apply_fact(without_lead(recorded));
            }
        }
        self.merges.extend(theirs.merges);
        self.merges.push(Merge {
            id: merge,
            event,
            from,
            undone: false,
            version: self.version,
            events,
            readers,
            replaced,
            plan_review,
        });
    }

    /// Whether the record was merged into this one by itself, and not as a part of another: that is undone first.
    pub fn came_by_itself(&self, merge: &Merge) -> bool {
        let mut others = self.merges.iter().filter(|other| !other.undone);
        !others.any(|other| other.events.contains(&merge.event))
    }

    /// Whether something was hidden since that came with the merge, or may be: the record that would be restored knows
    /// nothing of it, and would show it again.
    pub fn hides_since(&self, merge: &Merge) -> bool {
        let objected = |version: u64| version > merge.version;
        let came = |event: &EventId| merge.events.contains(event);
        let read_otherwise = |(id, before): (&FactId, &Option<Restriction>)| {
            self.fact(*id)
                .is_some_and(|recorded| recorded.fact.restriction != *before)
        };
        let left =
            |part: &Involvement| came(&part.event) && part.ended.is_some_and(|ended| !came(&ended));
        let withdrawn = |one: &Agreement| {
            came(&one.event) && one.withdrawn.is_some_and(|version| version > merge.version)
        };
        merge.readers.iter().any(read_otherwise)
            || self.objections.iter().any(|one| objected(one.version))
            || self.agreements.iter().any(withdrawn)
            || self.involvements.iter().any(left)
    }

    /// When the person last said of this agreement whether it holds.
    fn last_said(&self, agreement: &Agreement) -> Option<Timestamp> {
        self.moment(agreement.withdrawn.unwrap_or(agreement.version))
            .0
    }

    /// Of two agreements with one audience, the one of which the person spoke later stands, withdrawn where they withdrew
    /// it. Gives those of this record that do not.
    fn join_agreements(&mut self, theirs: Vec<Agreement>) -> Vec<Agreement> {
        let mut replaced = Vec::new();
        for agreement in theirs {
            let audience = &agreement.terms.audience;
            let mut ours = self.agreements.iter();
            let Some(place) = ours.position(|ours| ours.terms.audience == *audience) else {
                self.agreements.push(agreement);
                continue;
            };
            if self.last_said(&self.agreements[place]) <= self.last_said(&agreement) {
                replaced.push(std::mem::replace(&mut self.agreements[place], agreement));
            }
        }
        replaced
    }

    /// What the merge brought is taken out again. What was recorded here since stays.
    pub(super) fn undo_merge(&mut self, event: EventId, id: MergeId) {
        let mut merges = self.merges.iter_mut();
        let Some(merge) = merges.find(|merge| merge.id == id && !merge.undone) else {
            return;
        };
        merge.undone = true;
        let merge = merge.clone();
        let stays = |event: EventId| !merge.events.contains(&event);
        let asked: Vec<About> = self
            .asks()
            .filter(|ask| !stays(ask.event))
            .map(|ask| ask.about)
            .collect();
        let (ours, theirs): (Vec<_>, Vec<_>) = std::mem::take(&mut self.agreements)
            .into_iter()
            .partition(|one| stays(one.event));
        self.agreements = ours;
        for mut agreement in merge.replaced.iter().cloned() {
            let same = |one: &&Agreement| one.terms.audience == agreement.terms.audience;
            if self.agreements.iter().any(|one| same(&one)) {
                continue;
            }
            // The person took back what they knew as one agreement: this one does not come back in its place.
            let taken_back = theirs.iter().find(same).and_then(|one| one.withdrawn);
            if let Some(version) = taken_back.filter(|version| *version > merge.version) {
                (agreement.lapsed, agreement.withdrawn) = (true, Some(version));
            }
            self.agreements.push(agreement);
        }
        if self.plan_review.is_some_and(|review| !stays(review.event)) {
            self.plan_review = merge.plan_review;
        }
        self.objections.retain(|one| stays(one.event));
        self.referrals.retain(|_, one| stays(one.event));
        self.concerns.retain(|one| stays(one.event));
        self.actions.retain(|_, one| stays(one.event));
        self.duties.retain(|one| stays(one.event));
        self.join_requests.retain(|_, one| stays(one.event));
        self.retracted.retain(|fact, _| stays(fact.event));
        self.misplaced.retain(|fact, _| stays(fact.event));
        self.handovers.retain(|_, one| stays(one.event));
        self.decisions.retain(|_, one| stays(one.event));
        self.reviews.retain(|_, one| stays(one.event));
        self.volunteers.retain(|one| stays(one.event));
        self.links.retain(|_, one| stays(one.event));
        self.merges.retain(|one| stays(one.event));
        self.involvements.retain(|one| stays(one.event));
        // Who took part since, through what was asked there, has nothing here to take part for.
        self.end_involvements(event, |one| {
            one.through.is_some_and(|about| asked.contains(&about))
        });
        let facts = std::mem::take(&mut self.facts);
        self.places.clear();
        self.newer.clear();
        for recorded in facts.into_iter().filter(|one| stays(one.id.event)) {
            self.apply_fact(recorded);
        }
    }
}

fn join<K: Ord, V>(ours: &mut BTreeMap<K, V>, theirs: BTreeMap<K, V>) {
    for (id, thing) in theirs {
        ours.entry(id).or_insert(thing);
    }
}

/// Whether the fact is of the record as such, and so stays with it. Volunteers were named for the duplicate, and not for
/// all that is known of the person now: whoever is to go on is named again.
fn is_of_the_record(about: &About) -> bool {
    matches!(
        about,
        About::Identity | About::Pause | About::Ending { .. } | About::Volunteer { .. }
    )
}

/// A part in the duplicate's case is one in this case; leading it is not.
fn without_lead(mut recorded: Recorded) -> Recorded {
    if let Content::Involvement { lead, .. } = &mut recorded.fact.content {
        *lead = false;
    }
    recorded
}
