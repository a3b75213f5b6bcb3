//! Who is shown which category, and how much of an organisation is: asked of the rules themselves, of a fact that nobody
//! has recorded.
//!
//! Only organisations are named of which whoever asks can tell that they have to do with the person.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    category::{Categories, Category},
    disclosure::{Grant, Readers, Rule, grants, knows_of, shown_to},
    event::By,
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{EventId, FactId, OrganisationId},
};

/// How much of an organisation would be shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its workers who would be shown it.
    pub readers: Readers,
    /// When nobody there would be shown it any longer, where all of it ends.
    pub until: Option<Timestamp>,
    /// The rules by which they would be, as far as whoever asks is shown what each rests on.
    pub rules: BTreeSet<Rule>,
}

impl Reach {
    fn of(organisation: &OrganisationId, grants: &[Grant]) -> Self {
        let nobody = Readers::none();
        let readers = grants
            .iter()
            .fold(nobody, |all, grant| all.or(&grant.readers));
        let ends = grants.iter().map(|grant| grant.until);
        let ends: Option<Vec<Timestamp>> = ends.collect();
        Reach {
            organisation: organisation.clone(),
            readers,
            until: ends.and_then(|ends| ends.into_iter().max()),
            rules: BTreeSet::new(),
        }
    }

    /// Whether somebody there would be shown it.
    pub fn is_any(&self) -> bool {
        self.readers != Readers::none()
    }
}

/// The organisations, other than the caller's own, of which the caller can tell that they have to do with the person.
pub fn known<'a>(
    history: &'a History,
    by: &'a By,
    now: Timestamp,
) -> impl Iterator<Item = &'a OrganisationId> {
    let others = history
        .organisations()
        .filter(|organisation| **organisation != by.organisation);
    others.filter(move |organisation| knows_of(history, by, organisation, now))
}

/// Who of an organisation would be shown a fact, or is.
pub fn reach(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    now: Timestamp,
) -> Reach {
    Reach::of(organisation, &holding(history, organisation, recorded, now))
}

/// For each organisation that the caller can tell to have to do with the person, their own first, and each category:
/// who there is shown what is about that category alone, whoever else records it.
pub fn matrix(history: &History, by: &By, now: Timestamp) -> Vec<(OrganisationId, Vec<Cell>)> {
    let own = std::iter::once(&by.organisation);
    let row = |organisation: &OrganisationId| {
        let cell = |category| Cell {
            category,
            reach: of_category(history, by, organisation, category, now),
        };
        (
            organisation.clone(),
            Category::ALL.into_iter().map(cell).collect(),
        )
    };
    own.chain(known(history, by, now)).map(row).collect()
}

/// Who of an organisation is shown one category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The category.
    pub category: Category,
    /// Who is shown it.
    pub reach: Reach,
}

fn of_category(
    history: &History,
    by: &By,
    organisation: &OrganisationId,
    category: Category,
    now: Timestamp,
) -> Reach {
    let fact = note_about(history, by, category, now);
    let mut holding = holding(history, organisation, &fact, now);
    holding.retain(|grant| grant.rule != Rule::OwnRecord);
    let known = holding
        .iter()
        .filter(|grant| rests_on_what_is_shown(history, by, grant, now));
    let rules = known.map(|grant| grant.rule).collect();
    Reach {
        rules,
        ..Reach::of(organisation, &holding)
    }
}

/// Whether the caller is shown something of the event that the grant rests on.
fn rests_on_what_is_shown(history: &History, by: &By, grant: &Grant, now: Timestamp) -> bool {
    let of_event = |recorded: &&Recorded| recorded.id.event == grant.rests_on;
    let mut facts = history.facts().iter().filter(of_event);
    facts.any(|recorded| shown_to(history, by, recorded, now))
}

fn holding(
    history: &History,
    organisation: &OrganisationId,
    fact: &Recorded,
    now: Timestamp,
) -> Vec<Grant> {
    let mut grants = grants(history, organisation, fact);
    grants.retain(|grant| grant.until.is_none_or(|until| now < until));
    grants
}

/// A note about one category alone, as if it were recorded now.
fn note_about(history: &History, by: &By, category: Category, now: Timestamp) -> Recorded {
    Recorded {
        id: FactId {
            event: EventId(uuid::Uuid::nil()),
            index: 0,
        },
        version: history.version() + 1,
        at: now,
        by: by.clone(),
        fact: Fact {
            about: About::Note,
            categories: Categories::of(&[category]),
            restriction: None,
            replaces: None,
            content: Content::Erased,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        testing::{World, agreement, gp, housing, link_worker},
    };

    #[test]
    fn whom_the_caller_cannot_know_of_is_not_named() {
        let world = World::with_involved_charity();
        let by = gp();
        let named: Vec<_> = known(&world.history, &by, world.now).collect();
        assert_eq!(named, [&link_worker().organisation]);
        let stranger = By {
            organisation: housing().terms.organisation,
            ..gp()
        };
        let mut named = known(&world.history, &stranger, world.now);
        assert!(named.next().is_none());
    }

    #[test]
    fn the_matrix_names_a_rule_only_where_what_it_rests_on_is_shown() {
        let mut world = World::with_involved_charity();
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::Money]);
        world.when(&gp(), &everyone).unwrap();
        let cell = |by: &By| {
            let matrix = matrix(&world.history, by, world.now);
            let row = matrix
                .into_iter()
                .find(|(organisation, _)| *organisation == link_worker().organisation);
            let mut cells = row.unwrap().1.into_iter();
            cells.find(|cell| cell.category == Category::Money).unwrap()
        };
        let [gp, charity] = [cell(&gp()), cell(&link_worker())];
        assert!(gp.reach.is_any() && charity.reach.is_any());
        assert!(gp.reach.rules.contains(&Rule::Agreement));
        assert!(
            charity.reach.rules.is_empty(),
            "the agreement itself is restricted to who recorded it"
        );
    }
}
