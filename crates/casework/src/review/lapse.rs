//! The time in which those who are invited see the pack of a review ends, so that it leaves every file.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{Mint, ReviewId},
    refusal::{Code, Refusal},
};

/// Records that the time has ended. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct LapseReview {
    /// The review.
    pub review: ReviewId,
    /// The end that has come.
    pub due: Timestamp,
}

impl Command for LapseReview {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let window = history.review(self.review).and_then(|review| review.window);
        if window != Some(self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        Ok(vec![Draft {
            what: What::ReviewLapsed {
                review: self.review,
            },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        testing::{World, chair, gp, timekeeper, withdraw},
        timer,
    };

    #[test]
    fn it_lapses_once_and_the_review_can_still_be_settled() {
        let mut world = World::with_scheduled_review();
        let timer::Due { at, .. } = timer::due(&world.history)[0];
        let review = world.history.reviews().next().unwrap().id;
        let lapse = LapseReview { review, due: at };
        let early = world.when(&timekeeper(), &lapse).unwrap_err();
        assert_eq!(early.code, Code::NotDue);
        world.now = at;
        world.when(&timekeeper(), &lapse).unwrap();
        assert_eq!(world.shown_in_all(&chair()), 0);
        let again = world.when(&timekeeper(), &lapse).unwrap_err();
        assert_eq!(again.code, Code::NotDue);
        world.when(&gp(), &withdraw(&world.history)).unwrap();
    }
}
