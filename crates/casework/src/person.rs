//! The person: how they are known, how they are found, and what becomes of a second record of them.

pub mod find;
pub mod link;
pub mod merge;
pub mod unlink;
pub mod unmerge;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    contact_point::{self, Sort},
    fact::{Content, Identity},
    history::{History, Recorded},
    ids::{EventId, LinkId, PersonId},
    people::Told,
    words::{Postcode, Words},
};

/// Somebody looked for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSought {
    /// Whether the date of birth was right, and the searcher was told that there is a case.
    pub found: bool,
}

/// The case is worked on together with another person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLinked {
    /// The link.
    pub link: LinkId,
    /// The other person.
    pub other: PersonId,
}

/// How somebody is known whose NHS number is not: their first and last name, date of birth and postcode, in the one
/// form in which these are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Description {
    first_name: String,
    last_name: String,
    birth_date: Date,
    postcode: Postcode,
}

impl Description {
    /// What this name, date of birth and address come to; none where the address holds no postcode of the United
    /// Kingdom.
    pub fn new(name: &Words, birth_date: Date, address: &Words) -> Option<Self> {
        let postcode = Postcode::within(address.as_str())?;
        let name = name.as_str().to_lowercase();
        // People write Mary-Jane O'Neill in more than one way.
        let parts = name.split(|c: char| c.is_whitespace() || c == '-');
        let letters = parts.map(|part| part.chars().filter(|c| c.is_alphanumeric()).collect());
        let parts: Vec<String> = letters.filter(|part: &String| !part.is_empty()).collect();
        Some(Self {
            first_name: parts.first().cloned().unwrap_or_default(),
            last_name: parts.last().cloned().unwrap_or_default(),
            birth_date,
            postcode,
        })
    }

    /// One text for the four.
    pub fn as_text(&self) -> String {
        let Self {
            first_name,
            last_name,
            birth_date,
            postcode,
        } = self;
        format!("{first_name}\n{last_name}\n{birth_date}\n{postcode}")
    }
}

impl History {
    /// Who the person is, in the newest version that stands.
    pub fn identity(&self) -> Option<&Identity> {
        let standing = |recorded: &&Recorded| self.stands(recorded.id);
        let identity =
            |recorded: &&'_ Recorded| matches!(recorded.fact.content, Content::Identity(_));
        let mut newest = self.facts().iter().rev().filter(identity).filter(standing);
        match &newest.next()?.fact.content {
            Content::Identity(identity) => Some(identity),
            _ => None,
        }
    }

    /// The descriptions by which the person can be found: one for each address that whoever is to meet them is shown.
    ///
    /// An address with an audience or a safety instruction of its own is none of them: being found by it would tell that
    /// the person lives there.
    pub fn descriptions(&self) -> impl Iterator<Item = Description> + '_ {
        self.identity().into_iter().flat_map(|identity| {
            let safe = |recorded: &&Recorded| {
                self.stands(recorded.id) && contact_point::is_safe(self, recorded)
            };
            self.facts().iter().filter(safe).filter_map(|recorded| {
                let Content::People(Told::ContactPoint(point)) = &recorded.fact.content else {
                    return None;
                };
                let open = point.sort == Sort::Address && point.safety.is_none();
                let described =
                    |_| Description::new(&identity.name, identity.birth_date, &point.value);
                open.then_some(()).and_then(described)
            })
        })
    }
}

/// That the case is worked on together with another person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The event that linked the two.
    pub event: EventId,
    /// The other person.
    pub other: PersonId,
    /// Whether it has ended.
    pub ended: bool,
}

impl History {
    /// A link to another person's case, whether or not it has ended.
    pub fn link(&self, id: LinkId) -> Option<&Link> {
        self.links.get(&id)
    }

    /// Every link to another person's case, whether or not it has ended.
    pub fn links(&self) -> impl Iterator<Item = (LinkId, &Link)> {
        self.links.iter().map(|(id, link)| (*id, link))
    }

    pub(crate) fn link_to(&mut self, event: EventId, id: LinkId, other: PersonId) {
        let ended = false;
        self.links.entry(id).or_insert(Link {
            event,
            other,
            ended,
        });
    }

    pub(crate) fn unlink(&mut self, id: LinkId) {
        if let Some(link) = self.links.get_mut(&id) {
            link.ended = true;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        contact_point::record::RecordContactPoint,
        fact::Restriction,
        testing::{World, address, first_fact, gp},
    };

    fn described(name: &str, address: &str) -> Option<Description> {
        let words = |text| Words::prose("words", text).unwrap();
        Description::new(&words(name), "1951-03-04".parse().unwrap(), &words(address))
    }

    #[test]
    fn a_postcode_is_found_however_it_is_written() {
        let same = [
            "3 Mill Lane, Northgate, HX1 1AA",
            "hx11aa",
            "Flat 2, 3 Mill Lane\nHX1 1aa\nYorkshire",
        ];
        let known = described("Maureen Okafor", same[0]);
        assert!(known.is_some());
        assert!(
            same.map(|text| described("Maureen Okafor", text))
                .iter()
                .all(|one| *one == known)
        );
        for other in ["HX1 1AB", "HX1 1AA, lately M1 1AE"] {
            assert_ne!(described("Maureen Okafor", other), known, "{other}");
        }
        for none in ["Mill Lane", "HX1", "1AA", "in her car", "HX111 AAA"] {
            assert_eq!(described("Maureen Okafor", none), None, "{none}");
        }
    }

    #[test]
    fn a_name_is_known_by_its_first_and_last_part() {
        let of = |name| described(name, "HX1 1AA");
        let known = of("Mary-Jane O'Neill");
        for same in ["mary jane oneill", "MARY  Ann O’NEILL", "Mary ONeill"] {
            assert_eq!(of(same), known, "{same}");
        }
        for other in ["Jane O'Neill", "Mary Neill", "Mary"] {
            assert_ne!(of(other), known, "{other}");
        }
    }

    #[test]
    fn nobody_is_found_by_an_address_that_is_not_for_everybody() {
        let mut world = World::with_case();
        let known = |world: &World| world.history.descriptions().count();
        assert_eq!(known(&world), 0);
        let recorded = world.when(&gp(), &address()).unwrap();
        assert_eq!(known(&world), 1);
        let kept = RecordContactPoint {
            restriction: Some(Restriction::default()),
            ..address()
        };
        world.when(&gp(), &kept).unwrap();
        let mut unsafe_there = address();
        unsafe_there.contact_point.safety = Some(Words::prose("safety", "Never post.").unwrap());
        world.when(&gp(), &unsafe_there).unwrap();
        assert_eq!(known(&world), 1);
        // One that has become unsafe is one no longer.
        let revised = RecordContactPoint {
            replaces: Some(first_fact(&recorded)),
            ..unsafe_there
        };
        world.when(&gp(), &revised).unwrap();
        assert_eq!(known(&world), 0);
    }
}
