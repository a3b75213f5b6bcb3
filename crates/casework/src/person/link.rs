//! `LinkPerson`: the cases of two people, a couple say, are worked on together. Nothing is copied from one to the
//! other: each is told of the other, for those alone who may see both.

use std::collections::BTreeSet;

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::History,
    ids::{LinkId, Mint, OrganisationId, PersonId},
    people::Told,
    person::PersonLinked,
    refusal::{Code, Refusal},
    words::Words,
};

/// Links this person's case with another's. Carried out on both, with the same link.
#[derive(Clone, Debug)]
pub struct LinkPerson {
    /// The link.
    pub link: LinkId,
    /// The other person.
    pub other: PersonId,
    /// The organisations that take part in both cases: nobody else is told, and they are told for as long as the link lasts.
    pub readers: BTreeSet<OrganisationId>,
    /// How they belong together.
    pub words: Words,
}

impl Command for LinkPerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.other == history.person {
            return Err(Refusal::of(Code::SamePerson, "other_person_id"));
        }
        // Whoever has no part in the other case knows of no such person.
        if !self.readers.contains(context.organisation()) {
            return Err(Refusal::of(Code::CaseUnknown, "other_person_id"));
        }
        let (link, other) = (self.link, self.other);
        let fact = Fact {
            about: About::Link { link },
            categories: Categories::of(&[Category::AboutSomebodyElse, Category::Family])
                .with(history.reveals(context.organisation())),
            restriction: Some(Restriction {
                organisations: self.readers.clone(),
                ..Restriction::default()
            }),
            replaces: None,
            content: Content::People(Told::Linked {
                other,
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::PersonLinked(PersonLinked { link, other }),
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, gp, link_worker, merges::link};

    #[test]
    fn only_those_who_take_part_in_both_cases_are_told() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &link(&[&gp()])).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 0]);
        let both = link(&[&gp(), &link_worker()]);
        let event = world.when(&gp(), &both).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn who_has_no_part_in_the_other_case_cannot_link_them() {
        let mut world = World::with_involved_charity();
        let refusal = world.when(&link_worker(), &link(&[&gp()])).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CaseUnknown, "other_person_id"));
    }

    #[test]
    fn nobody_is_linked_with_themselves() {
        let mut world = World::with_case();
        let other = world.history.person;
        let refusal = world
            .when(
                &gp(),
                &LinkPerson {
                    other,
                    ..link(&[&gp()])
                },
            )
            .unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::SamePerson, "other_person_id"));
    }
}
