//! `WithdrawReview`: a review is not wanted any longer.

use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint, ReviewId},
    refusal::Refusal,
    review::{Told, open_to_act_on},
    words::Words,
};

/// Withdraws a review.
#[derive(Clone, Debug)]
pub struct WithdrawReview {
    /// The review.
    pub review: ReviewId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why.
    pub reason: Words,
}

impl Command for WithdrawReview {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = open_to_act_on(history, self.review, self.seen, context)?;
        let told = Told::Withdrawn {
            reason: self.reason.clone(),
        };
        let what = What::ReviewWithdrawn {
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
        testing::{World, chair, gp, withdraw},
        timer,
    };

    #[test]
    fn whoever_was_invited_is_shown_nothing_any_longer() {
        let mut world = World::with_scheduled_review();
        world.when(&gp(), &withdraw(&world.history)).unwrap();
        assert_eq!(world.shown_in_all(&chair()), 0);
        assert!(timer::due(&world.history).is_empty());
        let again = world.when(&gp(), &withdraw(&world.history)).unwrap_err();
        assert_eq!(again.code, Code::ReviewClosed);
    }
}
