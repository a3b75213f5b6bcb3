//! What the stories try: counted, so that the plans cannot wither unnoticed into a few dull ones.

use std::collections::BTreeMap;

use casework::{
    disclosure::Rule,
    event::{Event, What},
};
use jiff::ToSpan;

use crate::{
    check::{ends, everybody, workers},
    oracle::Telling,
    story::Story,
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
}

/// Counts what the stories tried.
pub fn of(stories: &[Story]) -> Coverage {
    let mut coverage = Coverage { stories: stories.len(), ..Coverage::default() };
    stories.iter().for_each(|story| coverage.count(story));
    coverage
}

impl Coverage {
    /// Panics where something was hardly tried.
    pub fn is_enough(&self) {
        let rules = [Rule::OwnRecord, Rule::Named, Rule::Invited, Rule::DirectCare, Rule::Agreement, Rule::Party];
        for rule in rules {
            assert!(self.rules.get(&rule).is_some_and(|count| *count >= 2 * self.stories), "{rule:?} in {self:#?}");
        }
        assert_eq!(self.commands.len(), 10, "{self:#?}");
        for (command, [accepted, refused]) in &self.commands {
            assert!(*accepted >= self.stories / 5 && *refused >= self.stories / 20, "{command} in {self:#?}");
        }
        let tenth = self.stories / 10;
        for count in [self.objections, self.outweighed, self.ends, self.versions, self.ticks] {
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
        let events = &story.world.events;
        let seen = readings(story, events, story.world.now);
        for (_, rule) in seen.iter().flat_map(|(_, rules)| rules) {
            *self.rules.entry(*rule).or_default() += 1;
        }
        self.objections += usize::from(seen != readings(story, &without(events, is_objection), story.world.now));
    }
}
