//! What the stories try: counted, so that the plans cannot wither unnoticed into a few dull ones.

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    disclosure::Rule,
    event::{Event, What},
    fact::About,
    ids::FactId,
    referral::ReferralRaised,
};
use jiff::{Timestamp, ToSpan};

use crate::{
    check::{ends, everybody, readers},
    story::Story,
    telling::{Known, Reader, Telling},
    themes,
};

/// What some stories tried.
#[derive(Debug, Default)]
pub struct Coverage {
    stories: usize,
    /// How many readings each rule allowed.
    rules: BTreeMap<Rule, usize>,
    /// How often each command was accepted, and how often refused.
    commands: BTreeMap<&'static str, [usize; 2]>,
    /// Why commands were refused.
    refusals: BTreeMap<&'static str, usize>,
    /// In how many stories an objection took something away.
    objections: usize,
    /// In how many stories an agreement outweighed an objection before it.
    outweighed: usize,
    /// In how many stories an end took something away.
    ends: usize,
    /// In how many stories somebody lost an older version with the newest.
    versions: usize,
    /// In how many stories a tick was worth something.
    ticks: usize,
    /// In how many stories a volunteer was shown something.
    volunteers: usize,
    /// In how many stories somebody was not shown a confirmation that their own organisation had recorded.
    confirmations: usize,
}

/// Counts what the stories tried.
pub fn of(stories: &[Story]) -> Coverage {
    let mut coverage = Coverage {
        stories: stories.len(),
        ..Coverage::default()
    };
    stories.iter().for_each(|story| coverage.count(story));
    coverage
}

impl Coverage {
    /// Panics where something was hardly tried.
    pub fn is_enough(&self) {
        let rules = [
            Rule::OwnRecord,
            Rule::Duty,
            Rule::Named,
            Rule::Invited,
            Rule::Meeting,
            Rule::DirectCare,
            Rule::Agreement,
            Rule::Party,
        ];
        for rule in rules {
            assert!(
                self.rules
                    .get(&rule)
                    .is_some_and(|count| *count >= self.stories),
                "{rule:?} in {self:#?}"
            );
        }
        let commands = themes::commands();
        let known: BTreeSet<_> = commands.iter().map(|(command, _)| *command).collect();
        let tried: BTreeSet<_> = self.commands.keys().copied().collect();
        assert_eq!(tried, known);
        for (command, [accepted, refused]) in &self.commands {
            assert!(
                *accepted >= self.stories / 25 && *refused >= self.stories / 50,
                "{command}: {accepted} accepted, {refused} refused in {} stories; why commands were refused: {:#?}",
                self.stories,
                self.refusals
            );
        }
        let tenth = self.stories / 10;
        for count in [
            self.objections,
            self.outweighed,
            self.ends,
            self.versions,
            self.ticks,
            self.confirmations,
            self.volunteers,
        ] {
            assert!(count >= tenth, "{self:#?}");
        }
        assert!(self.refusals.len() >= 9, "{self:#?}");
    }

    fn count(&mut self, story: &Story) {
        for attempt in &story.attempts {
            let [accepted, refused] = self.commands.entry(attempt.command).or_default();
            match &attempt.outcome {
                Ok(_) => *accepted += 1,
                Err(refusal) => {
                    *refused += 1;
                    *self.refusals.entry(refusal.code.as_str()).or_default() += 1;
                }
            }
        }
        let (events, now) = (&story.world.events, story.world.now);
        let seen = readings(events, now);
        for (.., rule) in &seen {
            *self.rules.entry(*rule).or_default() += 1;
        }
        let otherwise =
            |change: fn(&mut Event)| usize::from(seen != readings(&changed(events, change), now));
        self.objections += otherwise(|event| {
            if is_objection(event) {
                event.what = What::NoteRecorded {};
            }
        });
        self.versions +=
            otherwise(|event| event.facts.iter_mut().for_each(|fact| fact.replaces = None));
        self.ticks += otherwise(|event| {
            if let What::ReferralRaised(ReferralRaised { ticked, .. }) = &mut event.what {
                ticked.clear();
            }
        });
        self.volunteers += otherwise(|event| {
            if let What::VolunteerAssigned(_) = event.what {
                event.what = What::NoteRecorded {};
            }
        });
        self.outweighed += usize::from(seen != readings(&objections_last(events), now));
        self.confirmations += usize::from(hides_a_confirmation_from_its_recorders(events, now));
        let matters =
            |end: &Timestamp| readings(events, *end - 1.millisecond()) != readings(events, *end);
        self.ends += usize::from(ends(events).iter().any(matters));
    }
}

/// Who may read which fact under which rule: the place of the organisation, of the worker and of the fact.
fn readings(events: &[Event], now: Timestamp) -> BTreeSet<(usize, usize, FactId, Rule)> {
    let telling = Telling::of(events);
    let mut readings = BTreeSet::new();
    for (place, organisation) in everybody().iter().enumerate() {
        for (number, reader) in readers().iter().enumerate() {
            for fact in &telling.facts {
                let rules = telling.visible(organisation, reader, fact.id, now);
                readings.extend(
                    rules
                        .into_iter()
                        .map(|(rule, _)| (place, number, fact.id, rule)),
                );
            }
        }
    }
    readings
}

fn hides_a_confirmation_from_its_recorders(events: &[Event], now: Timestamp) -> bool {
    let telling = Telling::of(events);
    let hidden = |fact: &Known<'_>| {
        let from = |reader: &Reader| telling.visible(&fact.by.organisation, reader, fact.id, now);
        readers().iter().any(|reader| from(reader).is_empty())
    };
    let confirmations = telling.facts.iter();
    confirmations
        .filter(|fact| matches!(fact.fact.about, About::Confirmation { .. }))
        .any(hidden)
}

fn changed(events: &[Event], change: fn(&mut Event)) -> Vec<Event> {
    let mut events = events.to_vec();
    events.iter_mut().for_each(change);
    events
}

fn objections_last(events: &[Event]) -> Vec<Event> {
    let (objections, others): (Vec<_>, Vec<_>) = events.iter().cloned().partition(is_objection);
    let last = events.last().map(|event| event.recorded_at);
    let late = objections.into_iter().map(|event| Event {
        recorded_at: last.unwrap_or(event.recorded_at),
        ..event
    });
    others.into_iter().chain(late).collect()
}

fn is_objection(event: &Event) -> bool {
    matches!(event.what, What::ObjectionRecorded(_))
}
