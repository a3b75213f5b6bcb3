//! What happened in a story: counted, and told in lines that are the same for the same seed.

use std::collections::BTreeMap;

/// The counts of one story or of many, and the lines of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often each thing happened.
    pub counts: BTreeMap<&'static str, usize>,
    /// What happened, in order.
    pub lines: Vec<String>,
}

impl Tally {
    /// It happened once more.
    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
        self.lines.push(what.to_owned());
    }

    /// Adds a line.
    pub fn say(&mut self, line: impl FnOnce() -> String) {
        self.lines.push(line());
    }

    /// Adds the counts of another story.
    pub fn add(&mut self, other: &Tally) {
        other
            .counts
            .iter()
            .for_each(|(what, count)| *self.counts.entry(what).or_default() += count);
    }
}
