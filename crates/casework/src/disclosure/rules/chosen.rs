//! What somebody picked out for others to see, one by one: passages that were ticked, facts that were attached.

use crate::{
    ask::Ask,
    history::{History, Recorded},
    ids::FactId,
};

/// Whether the passage was ticked for whoever was asked, or is a later version with the same
/// categories of one that was: a new version that is about more was not ticked.
pub(super) fn ticked(history: &History, recorded: &Recorded, ask: &Ask<'_>) -> bool {
    recorded.fact.about.is_passage() && chosen(history, recorded, ask.ticked)
}

/// Whether the fact is one of these, or a later version with the same categories of one of them.
pub(super) fn chosen(history: &History, recorded: &Recorded, these: &[FactId]) -> bool {
    let older = |newer: &&Recorded| {
        let older = history.fact(newer.fact.replaces?)?;
        (older.version < newer.version).then_some(older)
    };
    let mut versions = std::iter::successors(Some(recorded), older);
    let chosen = versions.find(|version| these.contains(&version.id));
    chosen.is_some_and(|version| version.fact.categories == recorded.fact.categories)
}
