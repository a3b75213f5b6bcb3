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
    objection::Against,
    people::Told,
    person::PersonLinked,
    refusal::{Code, Refusal},
    service::Purpose,
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

/// What a link is about by itself.
const ABOUT: Categories = Categories::of(&[Category::AboutSomebodyElse, Category::Family]);

/// The organisations that take part in this person's case and may be told of a link: not those to whom the person
/// objected, since what is recorded on the other person would tell them of this one. Whoever links is told in any case.
pub fn may_be_told(history: &History, linking: &OrganisationId) -> BTreeSet<OrganisationId> {
    let objected = |organisation: &OrganisationId, purpose: Purpose| {
        history.objections().any(|objection| {
            let against = match &objection.terms.against {
                Against::Organisation(objected) => objected == organisation,
                Against::Purpose(objected) => *objected == purpose,
                Against::Everyone => true,
                Against::Worker(..) => false,
            };
            against && objection.touches(ABOUT)
        })
    };
    let terms = history.involvements().map(|part| &part.terms);
    terms
        .filter(|terms| {
            terms.organisation == *linking || !objected(&terms.organisation, terms.purpose)
        })
        .map(|terms| terms.organisation.clone())
        .collect()
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
            categories: ABOUT.with(history.reveals(context.organisation())),
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
    use crate::testing::{World, gp, link_worker, merges::link, objection};

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
    fn whoever_the_person_objected_to_is_not_told_of_them_through_somebody_else() {
        let mut world = World::with_involved_charity();
        let [practice, charity] = [gp(), link_worker()].map(|by| by.organisation);
        let told = may_be_told(&world.history, &practice);
        assert_eq!(told, BTreeSet::from([practice.clone(), charity.clone()]));
        let against = objection(Against::Organisation(charity.clone()), None);
        world.when(&gp(), &against).unwrap();
        let told = may_be_told(&world.history, &practice);
        assert_eq!(told, BTreeSet::from([practice.clone()]));
        // An answer that differed would tell the charity that somebody objected.
        let told = may_be_told(&world.history, &charity);
        assert_eq!(told, BTreeSet::from([practice, charity]));
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
