//! `RecordReviewDecision`: a decision of the team is written down while the meeting goes on, so that everybody who takes
//! notes of the item sees it at once. Two can do so at the same time: neither takes the place of the other.

use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::Content,
    history::History,
    ids::{Mint, ReviewId},
    refusal::{Code, Refusal},
    review::{Decision, Guest, Review, ReviewDecided, Told, hold::ENTRIES_MAX, meeting_to_act_on},
};

/// Records a decision while the review is held.
#[derive(Clone, Debug)]
pub struct RecordReviewDecision {
    /// The review.
    pub review: ReviewId,
    /// What was decided, with who sees it differently.
    pub decision: Decision,
    /// The organisations of those who see it differently, as the directory has them.
    pub differing: Vec<Guest>,
}

impl Command for RecordReviewDecision {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = meeting_to_act_on(history, self.review, context)?;
        if self.decision.dissent.len() > ENTRIES_MAX {
            return Err(Refusal::of(Code::TooMany, "decision.dissent"));
        }
        if decided(history, review) >= ENTRIES_MAX {
            return Err(Refusal::of(Code::TooMany, "decision"));
        }
        // Whoever sees it differently is named.
        let names = self.differing.iter();
        let names = names.fold(Categories::NONE, |all, guest| all.with(guest.reveals));
        let told = Told::Decided(self.decision.clone());
        Ok(vec![Draft {
            what: What::ReviewDecided(ReviewDecided {
                review: self.review,
            }),
            facts: vec![review.fact(history, context, names, told)],
        }])
    }
}

/// How many decisions have been recorded about a review.
pub(crate) fn decided(history: &History, review: &Review) -> usize {
    let about = review.about();
    let facts = history.facts().iter();
    facts
        .filter(|known| known.fact.about == about)
        .filter(|known| matches!(known.fact.content, Content::Review(Told::Decided(_))))
        .count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        category::Category,
        review::hold::HoldReview,
        testing::{World, chair, gp, hold, housing_guest, housing_worker, review_decision},
    };

    #[test]
    fn two_decide_at_once_and_both_decisions_stand_in_the_minutes() {
        let mut world = World::with_scheduled_review();
        let before = world.history.clone();
        world.now += SignedDuration::from_millis(1);
        let theirs = world.when(&gp(), &review_decision(&before)).unwrap()[0].id;
        let ours = world.when(&chair(), &review_decision(&before)).unwrap()[0].id;
        for who in [gp(), chair()] {
            assert_eq!([world.shown(&who, theirs), world.shown(&who, ours)], [1, 1]);
        }
        // Whoever was looking at the item before reads it again before the item is finished.
        let stale = HoldReview {
            seen: hold(&before).seen,
            ..hold(&world.history)
        };
        assert_eq!(world.when(&chair(), &stale).unwrap_err().code, Code::Stale);
        world.when(&chair(), &hold(&world.history)).unwrap();
        let facts = world
            .history
            .facts()
            .iter()
            .map(|known| (known.at, &known.fact));
        let copy = crate::review::letter::gp_copy(facts, &|_, worker| worker.to_string()).unwrap();
        assert_eq!(copy[2].matches("She moves in June.").count(), 2, "{copy:?}");
    }

    #[test]
    fn of_two_decisions_of_the_same_moment_either_can_be_the_last_that_was_seen() {
        for last in 0..2 {
            let mut world = World::with_scheduled_review();
            let command = review_decision(&world.history);
            let mut decide = |by| world.when(&by, &command).unwrap()[0].id;
            let decided = [decide(gp()), decide(chair())];
            let seen = HoldReview {
                seen: decided[last],
                ..hold(&world.history)
            };
            world.when(&chair(), &seen).unwrap();
        }
    }

    #[test]
    fn whoever_is_not_of_the_review_learns_nothing_and_names_nothing() {
        let mut world = World::with_scheduled_review();
        let refused = world
            .when(&housing_worker(), &review_decision(&world.history))
            .unwrap_err();
        assert_eq!(refused, Refusal::of(Code::ReviewUnknown, "review_id"));
        let decided = world.when(&gp(), &review_decision(&world.history)).unwrap()[0].id;
        assert_eq!(world.shown(&housing_worker(), decided), 0);
    }

    #[test]
    fn naming_who_sees_it_differently_is_protected_as_they_are() {
        let mut world = World::with_scheduled_review();
        let mut guest = housing_guest();
        guest.reveals = Categories::of(&[Category::SubstanceUse]);
        let command = RecordReviewDecision {
            differing: vec![guest],
            ..review_decision(&world.history)
        };
        let decided = world.when(&gp(), &command).unwrap();
        assert!(
            decided[0].facts[0]
                .categories
                .contains(Category::SubstanceUse)
        );
    }

    #[test]
    fn it_is_decided_while_it_is_on_an_agenda_and_a_bounded_number_of_times() {
        let mut world = World::with_scheduled_review();
        let command = review_decision(&world.history);
        for _ in 0..ENTRIES_MAX {
            world.when(&gp(), &command).unwrap();
        }
        let refused = world.when(&gp(), &command).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::TooMany, "decision"));
        let more = world.when(&chair(), &hold(&world.history)).unwrap_err();
        assert_eq!(more, Refusal::of(Code::TooMany, "decisions"));
        let last = HoldReview {
            decisions: Vec::new(),
            ..hold(&world.history)
        };
        world.when(&chair(), &last).unwrap();
        let over = world.when(&gp(), &command).unwrap_err();
        assert_eq!(over.code, Code::ReviewClosed);
    }
}
