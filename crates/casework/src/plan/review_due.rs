//! That the day has passed on which the plan was to be looked at again. A timer, never asked for by a caller.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, Mint},
    plan::{Section, Told},
    refusal::{Code, Refusal},
    timer::{Due, Timer},
};

/// When the plan's review falls due, where it is still to come.
pub(crate) fn next(history: &History) -> Option<Due> {
    let review = history.plan_review().filter(|review| !review.due)?;
    Some(Due {
        at: review.review_on.ends_at,
        timer: Timer::PlanReviewDue {
            review: review.event,
        },
    })
}

/// Records that the plan was not looked at again by its day.
#[derive(Clone, Debug)]
pub struct PassPlanReview {
    /// The event that set the day.
    pub review: EventId,
    /// The end of the day.
    pub due: Timestamp,
}

impl Command for PassPlanReview {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let review = history.plan_review().ok_or(Code::NotDue)?;
        let waited_for = review.event == self.review && !review.due;
        if !waited_for || review.review_on.ends_at != self.due || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        Ok(vec![Draft {
            what: What::PlanReviewDue {
                review: self.review,
            },
            facts: vec![Fact {
                about: About::Plan {
                    section: Section::Review,
                },
                // For whoever was told of the day, and nobody else.
                categories: review.categories,
                restriction: None,
                replaces: None,
                content: Content::Plan(Told::ReviewDue {
                    review_on: review.review_on.date,
                }),
            }],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        calendar::LastDay,
        plan::record::RecordPlan,
        testing::{
            World, gp, link_worker,
            plans::{goal, plan},
            timekeeper,
        },
        timer::{self, RecordDue},
    };

    #[test]
    fn everybody_involved_sees_once_that_the_plan_is_to_be_looked_at() {
        let mut world = World::with_involved_charity();
        let planned = RecordPlan {
            review_on: LastDay::on("2026-06-30".parse().unwrap()),
            ..plan(vec![goal("Sing again.")])
        };
        world.when(&gp(), &planned).unwrap();
        let due = timer::due(&world.history)[0];
        let early = world.when(&timekeeper(), &RecordDue(due));
        assert_eq!(early.unwrap_err().code, Code::NotDue);
        world.now = due.at;
        let event = world.when(&timekeeper(), &RecordDue(due)).unwrap()[0].id;
        assert_eq!(
            [gp(), link_worker()].map(|by| world.shown(&by, event)),
            [1, 1]
        );
        assert!(timer::due(&world.history).is_empty());
        let twice = world.when(&timekeeper(), &RecordDue(due));
        assert_eq!(twice.unwrap_err().code, Code::NotDue);
    }
}
