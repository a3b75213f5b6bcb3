//! Disclosure: for every organisation and fact, the grants under which it is shown.
//!
//! Pure, and read from one person's history alone. The history is the prefix of the stream up to the
//! moment in question; ends of grants are data, compared with each reader's clock.

pub mod audience;
pub mod grant;
pub mod preview;
pub mod rehearsal;
mod rules;

use std::{borrow::Cow, collections::BTreeMap};

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
    // All that was recorded here is shown as the other record's.
    if history.merged_into().is_some() {
        return Vec::new();
    }
    let Some(recorded) = shown_as(history, recorded) else {
        return Vec::new();
    };
    let recorded = &*recorded;
    let matching = rules::matching(history, organisation, recorded);
    // What the organisation recorded itself stays, and with all its reasons: one that went would betray that there is
    // a newer version which the organisation may not see.
    if matching.iter().any(|grant| grant.rule == Rule::OwnRecord) {
        return matching;
    }
    // Who may not see the newest version sees no older one; of two that replace the same, both have to be seen. What a
    // duty names stays, since it names that version.
    let is_duty = |grant: &Grant| grant.rule == Rule::Duty;
    let (duties, mut grants): (Vec<_>, Vec<_>) = matching.into_iter().partition(is_duty);
    for newest in history.newest_of_all(recorded) {
        let bounds = rules::matching(history, organisation, newest);
        let within = |grant: &Grant| bounds.iter().map(|b| grant.within(b)).collect::<Vec<_>>();
        grants = grants.iter().flat_map(within).collect();
    }
    grants.extend(duties);
    grants.retain(|grant| grant.readers != Readers::none());
    grants.sort();
    grants.dedup();
    grants
}

/// The fact whose grants show this one: itself, and for a fact that only says something of another one, that one.
///
/// A confirmation has no grants of its own, not even for whoever recorded it: those who are shown the passage are
/// shown it, for as long as they are shown the passage, and nobody else learns that there is something to confirm. So
/// it is with an agreement that ends soon, while it stands, and with an entry that was recorded in error: who could
/// see the entry is told, as if it had not been.
fn shown_as<'a>(history: &'a History, recorded: &'a Recorded) -> Option<Cow<'a, Recorded>> {
    let other = match recorded.fact.about {
        About::Confirmation { passage } => passage,
        About::Retraction { entry } => entry,
        About::AgreementEnding { agreement } => FactId {
            event: agreement,
            index: 0,
        },
        _ => return Some(Cow::Borrowed(recorded)),
    };
    // Only what stood there before, so that an event which adds facts never shows an older one of these.
    let stood_there = |other: &&Recorded| other.version < recorded.version;
    let other = history.fact(other).filter(stood_there)?;
    match recorded.fact.about {
        About::Confirmation { .. } => {
            let is_passage = other.fact.about.heading().is_some();
            is_passage.then_some(Cow::Borrowed(other))
        }
        About::Retraction { .. } => {
            let mut as_it_was = other.clone();
            // What was recorded on the wrong person leaves nothing behind, also where that is known later.
            if !history.is_misplaced(other.id) {
                as_it_was.fact.restriction = history.before_marks(other);
            }
            other.fact.about.is_entry().then_some(Cow::Owned(as_it_was))
        }
        _ => {
            let mut standing = history.live_agreements();
            let stands = standing.any(|agreement| agreement.event == other.id.event);
            let is_agreement = other.fact.about == About::Agreement;
            (is_agreement && stands).then_some(Cow::Borrowed(other))
        }
    }
}

/// Whether the event does no more than add facts, so that what was disclosed before stays as it is.
pub fn only_adds(event: &Event) -> bool {
    event.what.effect() != Effect::Changes && event.facts.iter().all(|fact| fact.replaces.is_none())
}

/// Whether this worker is shown the fact at this moment.
pub fn shown_to(history: &History, by: &By, recorded: &Recorded, now: Timestamp) -> bool {
    grants(history, &by.organisation, recorded)
        .iter()
        .any(|grant| grant.holds(&by.worker, by.role, now))
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
