//! `EndContactPoint`: the person is not reached there any longer.

use crate::{
    command::{Command, Context},
    contact_point::live,
    event::{Draft, What},
    fact::{Content, Fact},
    history::History,
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
};

/// Ends a contact point. Whoever was shown it in order to meet the person is told so, and keeps nothing of it.
#[derive(Clone, Copy, Debug)]
pub struct EndContactPoint {
    /// The newest version that the caller has seen.
    pub seen: FactId,
}

impl Command for EndContactPoint {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let (contact_point, older) = live(history, context, self.seen)?;
        // Whoever uses it has to learn that it is of no use any longer, and so who says so. Held back, it would leave
        // those who recorded it themselves with one that may put the person in danger.
        if !older
            .categories
            .covers(history.reveals(context.organisation()))
        {
            return Err(Refusal::of(Code::NameReveals, "token"));
        }
        let fact = Fact {
            replaces: Some(self.seen),
            content: Content::People(Told::ContactPointEnded),
            ..older.clone()
        };
        Ok(vec![Draft {
            what: What::ContactPointEnded { contact_point },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::{Categories, Category},
        contact_point::record::RecordContactPoint,
        testing::{World, accept, first_fact, gp, link_worker, phone, referral},
    };

    #[test]
    fn those_who_were_shown_it_to_meet_the_person_are_told_and_it_leaves_their_views() {
        let mut world = World::with_involved_charity();
        let recorded = world.when(&gp(), &phone()).unwrap();
        let seen = first_fact(&recorded);
        let ended = world.when(&gp(), &EndContactPoint { seen }).unwrap();
        let shown = [recorded[0].id, ended[0].id].map(|event| world.shown(&link_worker(), event));
        assert_eq!(shown, [0, 1]);
        let seen = first_fact(&ended);
        let refusal = world.when(&gp(), &EndContactPoint { seen }).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::ContactPointUnknown, "token"));
    }

    #[test]
    fn what_the_caller_may_not_see_is_not_there() {
        let mut world = World::with_involved_charity();
        let restricted = RecordContactPoint {
            restriction: Some(Default::default()),
            ..phone()
        };
        let seen = first_fact(&world.when(&gp(), &restricted).unwrap());
        let nowhere = FactId { index: 9, ..seen };
        let [hidden, nowhere] = [seen, nowhere].map(|seen| {
            world
                .when(&link_worker(), &EndContactPoint { seen })
                .unwrap_err()
        });
        assert_eq!(hidden, nowhere);
    }

    #[test]
    fn what_a_hidden_version_says_does_not_change_the_answer() {
        let mut world = World::with_involved_charity();
        let seen = first_fact(&world.when(&link_worker(), &phone()).unwrap());
        // The practice keeps a newer version to itself, and ends that.
        let kept = RecordContactPoint {
            replaces: Some(seen),
            restriction: Some(Default::default()),
            ..phone()
        };
        let newer = first_fact(&world.when(&gp(), &kept).unwrap());
        world.when(&gp(), &EndContactPoint { seen: newer }).unwrap();
        world
            .when(&link_worker(), &EndContactPoint { seen })
            .unwrap();
    }

    #[test]
    fn an_organisation_whose_name_reveals_more_has_somebody_else_end_it() {
        let mut world = World::with_case();
        let mut asked = referral();
        asked.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &asked).unwrap();
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let seen = first_fact(&world.when(&gp(), &phone()).unwrap());
        let refusal = world.when(&link_worker(), &EndContactPoint { seen });
        assert_eq!(
            refusal.unwrap_err(),
            Refusal::of(Code::NameReveals, "token")
        );
    }
}
