//! `RecordNoDiscussion`: the question of a review is answered in writing, and nobody has to meet about it.

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

/// Answers a review in writing.
#[derive(Clone, Debug)]
pub struct RecordNoDiscussion {
    /// The review.
    pub review: ReviewId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// The answer.
    pub answer: Words,
}

impl Command for RecordNoDiscussion {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = open_to_act_on(history, self.review, self.seen, context)?;
        let told = Told::NoDiscussion {
            answer: self.answer.clone(),
        };
        let what = What::NoDiscussionRecorded {
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
    use crate::testing::{World, chair, gp, no_discussion};

    #[test]
    fn the_asker_sees_the_answer_and_the_rest_of_the_pack_goes() {
        let mut world = World::with_scheduled_review();
        let answer = world
            .when(&chair(), &no_discussion(&world.history))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&gp(), answer), 1);
        assert_eq!(world.shown_in_all(&chair()), 1);
    }
}
