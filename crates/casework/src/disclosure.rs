//! Disclosure: for every organisation and fact, the grants under which it is shown.
//!
//! Pure, and read from one person's history alone. The history is the prefix of the stream up to the
//! moment in question; ends of grants are data, compared with each reader's clock.

pub mod grant;
mod rules;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    event::{By, Effect, Event},
    fact::{About, Content, Fact},
    history::{Folded, History, Recorded},
    ids::{FactId, OrganisationId, PersonId},
};
pub use grant::{Grant, Readers, Rule};

/// A fact as one organisation is shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosed {
    /// The fact's id.
    pub id: FactId,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// The fact.
    pub fact: Fact,
    /// The grants that it rests on, the first rule of the table first; never empty.
    pub grants: Vec<Grant>,
}

/// Everything that each organisation is shown of this person.
///
/// Organisations that are shown nothing are in the map with an empty list: what they held has to go.
pub fn disclose(history: &History) -> BTreeMap<OrganisationId, Vec<Disclosed>> {
    disclose_facts(history, history.facts())
}

/// As [`disclose`], of the facts that one event added, where no older fact is touched by it.
pub fn disclose_added(
    history: &History,
    added: &[FactId],
) -> BTreeMap<OrganisationId, Vec<Disclosed>> {
    disclose_facts(history, added.iter().filter_map(|id| history.fact(*id)))
}

/// What one organisation is shown.
pub fn disclose_to(history: &History, organisation: &OrganisationId) -> Vec<Disclosed> {
    history
        .facts()
        .iter()
        .filter_map(|recorded| shown(history, organisation, recorded))
        .collect()
}

/// The grants under which the organisation is shown the fact; empty where it is not.
pub fn grants(history: &History, organisation: &OrganisationId, recorded: &Recorded) -> Vec<Grant> {
    let Some(recorded) = shown_as(history, recorded) else {
        return Vec::new();
    };
    let matching = rules::matching(history, organisation, recorded);
    // What the organisation recorded itself stays, and with all its reasons: one that went would betray that there is
    // a newer version which the organisation may not see. What a duty names stays, too.
    let stays = |grant: &Grant| matches!(grant.rule, Rule::OwnRecord | Rule::Duty);
    if matching.iter().any(stays) {
        return matching;
    }
    // Who may not see the newest version sees no older one; of two that replace the same, both have to be seen.
    let mut grants = matching;
    for newest in history.newest_of_all(recorded) {
        let bounds = rules::matching(history, organisation, newest);
        let within = |grant: &Grant| bounds.iter().map(|b| grant.within(b)).collect::<Vec<_>>();
        grants = grants.iter().flat_map(within).collect();
    }
    grants.retain(|grant| grant.readers != Readers::none());
    grants.sort();
    grants.dedup();
    grants
}

/// The fact whose grants show this one: itself, and for a confirmation its passage.
///
/// A confirmation has no grants of its own, not even for whoever recorded it: those who are shown the passage are
/// shown it, for as long as they are shown the passage, and nobody else learns that there is something to confirm.
fn shown_as<'a>(history: &'a History, recorded: &'a Recorded) -> Option<&'a Recorded> {
    let About::Confirmation { passage } = recorded.fact.about else {
        return Some(recorded);
    };
    // Only what stood there before, so that an event which adds facts never shows an older confirmation.
    let stood_there = |passage: &&Recorded| {
        passage.version < recorded.version && passage.fact.about.heading().is_some()
    };
    history.fact(passage).filter(stood_there)
}

/// Whether the event does no more than add facts, so that what was disclosed before stays as it is.
pub fn only_adds(event: &Event) -> bool {
    event.what.effect() != Effect::Changes && event.facts.iter().all(|fact| fact.replaces.is_none())
}

/// Whether this worker is shown the fact at this moment.
pub fn shown_to(history: &History, by: &By, recorded: &Recorded, now: Timestamp) -> bool {
    grants(history, &by.organisation, recorded)
        .iter()
        .any(|grant| grant.holds(&by.worker, now))
}

/// Whether this worker can tell, from what they are shown at this moment, that the organisation has to do with the person.
pub fn knows_of(history: &History, by: &By, organisation: &OrganisationId, now: Timestamp) -> bool {
    let names = |recorded: &&Recorded| {
        let takes_part = matches!(&recorded.fact.content, Content::Involvement { organisation: named, .. } if named == organisation);
        takes_part || recorded.by.organisation == *organisation
    };
    history
        .facts()
        .iter()
        .filter(names)
        .any(|recorded| shown_to(history, by, recorded, now))
}

/// The history of the person as it stood at that moment.
pub fn history_at(
    person: PersonId,
    events: impl IntoIterator<Item = Event>,
    at: Timestamp,
) -> History {
    let mut history = History::new(person);
    // Recorded-at never goes back within a stream, so what was recorded by then is a prefix.
    events
        .into_iter()
        .take_while(|event| event.recorded_at <= at)
        .for_each(|event| history.apply(event));
    history
}

fn disclose_facts<'a>(
    history: &History,
    facts: impl IntoIterator<Item = &'a Recorded> + Clone,
) -> BTreeMap<OrganisationId, Vec<Disclosed>> {
    let to = |organisation: &OrganisationId| {
        let facts = facts.clone().into_iter();
        (
            organisation.clone(),
            facts
                .filter_map(|recorded| shown(history, organisation, recorded))
                .collect(),
        )
    };
    history.organisations().map(to).collect()
}

fn shown(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
) -> Option<Disclosed> {
    let grants = grants(history, organisation, recorded);
    if grants.is_empty() {
        return None;
    }
    let mut fact = recorded.fact.clone();
    // Naming the other readers would betray that they take part.
    if recorded.by.organisation != *organisation {
        fact.restriction = None;
    }
    Some(Disclosed {
        id: recorded.id,
        at: recorded.at,
        by: recorded.by.clone(),
        fact,
        grants,
    })
}
