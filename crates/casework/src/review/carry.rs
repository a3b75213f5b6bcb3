//! `CarryReview`: a review is taken off its meeting's agenda, to be discussed at another; until then nobody sees the pack.

use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint, ReviewId},
    refusal::Refusal,
    review::{Told, scheduled_to_act_on},
    words::Words,
};

/// Carries a review over.
#[derive(Clone, Debug)]
pub struct CarryReview {
    /// The review.
    pub review: ReviewId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why.
    pub reason: Words,
}

impl Command for CarryReview {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = scheduled_to_act_on(history, self.review, self.seen, context)?;
        let told = Told::Carried {
            reason: self.reason.clone(),
        };
        let what = What::ReviewCarried {
            review: self.review,
        };
        Ok(vec![Draft {
            what,
            facts: vec![review.fact(history, context, Categories::NONE, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        refusal::Code,
        testing::{World, carry, chair, gp, review, schedule},
    };

    #[test]
    fn the_pack_is_hidden_until_it_is_on_another_agenda() {
        let mut world = World::with_scheduled_review();
        assert_ne!(world.shown_in_all(&chair()), 0);
        world.when(&chair(), &carry(&world.history)).unwrap();
        // What the organiser recorded itself stays.
        assert_eq!(world.shown_in_all(&chair()), 1);
        world
            .when(&gp(), &schedule(&world.history, world.now))
            .unwrap();
        assert!(world.shown_in_all(&chair()) > 1);
    }

    #[test]
    fn what_is_on_no_agenda_cannot_be_carried_over() {
        let mut world = World::with_case();
        world.when(&gp(), &review()).unwrap();
        let refusal = world.when(&gp(), &carry(&world.history)).unwrap_err();
        assert_eq!(refusal.code, Code::ReviewNotScheduled);
    }
}
