//! `RecordContactPoint`: how the person is reached, or a newer version of it.

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    contact_point::{ContactPoint, live},
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::History,
    ids::{ContactPointId, FactId, Mint},
    people::Told,
    refusal::Refusal,
};

/// Records a contact point, or revises one.
#[derive(Clone, Debug)]
pub struct RecordContactPoint {
    /// The contact point.
    pub contact_point: ContactPoint,
    /// The only readers besides the writer, where it has an audience of its own. A newer version keeps the audience
    /// that it has, and can only be given one where it had none.
    pub restriction: Option<Restriction>,
    /// The version that it takes the place of: the newest that the writer has seen.
    pub replaces: Option<FactId>,
}

impl Command for RecordContactPoint {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let mut categories =
            Categories::of(&[Category::Contact]).with(history.reveals(context.organisation()));
        let mut restriction = self.restriction.clone();
        let contact_point = match self.replaces {
            None => ContactPointId(mint.mint()),
            Some(id) => {
                let (contact_point, older) = live(history, context, id)?;
                // A newer version inherits what protected the older one: writing it again must not open it up.
                categories = categories.with(older.categories);
                restriction = older.restriction.clone().or(restriction);
                contact_point
            }
        };
        let fact = Fact {
            about: About::ContactPoint { contact_point },
            categories,
            restriction,
            replaces: self.replaces,
            content: Content::People(Told::ContactPoint(self.contact_point.clone())),
        };
        Ok(vec![Draft {
            what: What::ContactPointRecorded { contact_point },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        objection::Against,
        refusal::Code,
        testing::{World, accept, first_fact, gp, link_worker, objection, phone, referral},
        words::Words,
    };

    #[test]
    fn whoever_is_to_meet_the_person_is_shown_it_before_and_after_they_have_answered() {
        let mut world = World::with_case();
        let event = world.when(&gp(), &phone()).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 0);
        world.when(&gp(), &referral()).unwrap();
        assert_eq!(world.shown(&link_worker(), event), 1);
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        assert_eq!(world.shown(&link_worker(), event), 1);
        let objection = objection(Against::Everyone, Some(&[Category::Contact]));
        world.when(&gp(), &objection).unwrap();
        assert_eq!(world.shown(&link_worker(), event), 0);
    }

    #[test]
    fn one_with_an_audience_of_its_own_is_shown_to_nobody_else_however_often_it_is_written() {
        let mut world = World::with_involved_charity();
        let restricted = RecordContactPoint {
            restriction: Some(Restriction::default()),
            ..phone()
        };
        let recorded = world.when(&gp(), &restricted).unwrap();
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        let shown = [gp(), colleague, link_worker()].map(|by| world.shown(&by, recorded[0].id));
        assert_eq!(shown, [1, 0, 0]);
        let revised = RecordContactPoint {
            replaces: Some(first_fact(&recorded)),
            ..phone()
        };
        let event = world.when(&gp(), &revised).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 0);
    }

    #[test]
    fn an_older_version_stays_with_those_who_recorded_it() {
        let mut world = World::with_involved_charity();
        let recorded = world.when(&gp(), &phone()).unwrap();
        let mut revised = RecordContactPoint {
            replaces: Some(first_fact(&recorded)),
            ..phone()
        };
        revised.contact_point.value = Words::prose("value", "07700 900 456").unwrap();
        let event = world.when(&gp(), &revised).unwrap()[0].id;
        let shown = |by: &By| [recorded[0].id, event].map(|event| world.shown(by, event));
        assert_eq!([shown(&gp()), shown(&link_worker())], [[1, 1], [0, 1]]);
        assert_eq!(
            world.when(&gp(), &revised).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
    }
}
