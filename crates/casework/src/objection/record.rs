//! `RecordObjection`: the person, or whoever decides for them, objects to sharing.

use crate::{
    agreement::record::recorder_only,
    category::Categories,
    command::{Command, Context},
    decided_by::DecidedBy,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::Mint,
    objection::{Against, ObjectionRecorded},
    refusal::{Code, Refusal},
    words::Words,
};

/// Records an objection. What it covers leaves the files of those whom it is against.
#[derive(Clone, Debug)]
pub struct RecordObjection {
    /// Against whom.
    pub against: Against,
    /// Which categories; all, where none are named.
    pub categories: Option<Categories>,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// What the person said about it.
    pub words: Option<Words>,
}

impl Command for RecordObjection {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.categories.is_some_and(Categories::is_empty) {
            return Err(Refusal::of(Code::CategoryMissing, "objection.categories"));
        }
        self.decided_by.check("objection.decided_by", context.now)?;
        let Self {
            against,
            categories,
            decided_by,
            words,
        } = self.clone();
        let fact = Fact {
            about: About::Objection,
            categories: categories.unwrap_or(Categories::NONE),
            restriction: Some(recorder_only(context)),
            replaces: None,
            content: Content::Objection {
                against: against.clone(),
                categories,
                decided_by,
                words,
            },
        };
        Ok(vec![Draft {
            what: What::ObjectionRecorded(ObjectionRecorded {
                against,
                categories,
            }),
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        testing::{World, agreement, gp, link_worker, note, objection},
    };

    fn world_with_housing_shared() -> (World, crate::ids::EventId) {
        let mut world = World::with_involved_charity();
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &[Category::Housing]),
            )
            .unwrap();
        let event = world
            .when(&gp(), &note("Damp.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&link_worker(), event), 1);
        (world, event)
    }

    #[test]
    fn it_takes_away_what_others_recorded_and_leaves_own_records() {
        let (mut world, event) = world_with_housing_shared();
        let own = world
            .when(
                &link_worker(),
                &note("Rang the landlord.", &[Category::Housing]),
            )
            .unwrap()[0]
            .id;
        let charity = Against::Organisation(link_worker().organisation);
        world
            .when(&gp(), &objection(charity, Some(&[Category::Housing])))
            .unwrap();
        assert_eq!(
            [
                world.shown(&link_worker(), event),
                world.shown(&link_worker(), own)
            ],
            [0, 1]
        );
    }

    #[test]
    fn a_fact_is_hidden_if_any_of_its_categories_is_objected_to() {
        let mut world = World::with_involved_charity();
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &Category::ALL),
            )
            .unwrap();
        let event = world
            .when(
                &gp(),
                &note(
                    "Damp, and low.",
                    &[Category::Housing, Category::MentalHealth],
                ),
            )
            .unwrap()[0]
            .id;
        world
            .when(
                &gp(),
                &objection(Against::Everyone, Some(&[Category::MentalHealth])),
            )
            .unwrap();
        assert_eq!(world.shown(&link_worker(), event), 0);
    }

    #[test]
    fn a_later_agreement_to_the_same_holds() {
        let (mut world, event) = world_with_housing_shared();
        world
            .when(&gp(), &objection(Against::Everyone, None))
            .unwrap();
        assert_eq!(world.shown(&link_worker(), event), 0);
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &[Category::Housing]),
            )
            .unwrap();
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn a_worker_objected_to_by_name_reads_nothing_not_even_own_records() {
        let (mut world, event) = world_with_housing_shared();
        let own = world
            .when(
                &link_worker(),
                &note("Rang the landlord.", &[Category::Housing]),
            )
            .unwrap()[0]
            .id;
        let by = link_worker();
        world
            .when(
                &gp(),
                &objection(
                    Against::Worker(by.organisation.clone(), by.worker.clone()),
                    None,
                ),
            )
            .unwrap();
        assert_eq!([world.shown(&by, event), world.shown(&by, own)], [0, 0]);
        let colleague = crate::event::By {
            worker: "another".parse().unwrap(),
            ..by
        };
        assert_eq!(
            [world.shown(&colleague, event), world.shown(&colleague, own)],
            [1, 1]
        );
    }

    #[test]
    fn naming_no_category_is_not_the_same_as_naming_an_empty_list() {
        let refusal = World::with_case()
            .when(&gp(), &objection(Against::Everyone, Some(&[])))
            .unwrap_err();
        assert_eq!(refusal.code, Code::CategoryMissing);
    }
}
