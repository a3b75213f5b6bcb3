//! `ReviewPlan`: the plan was looked at again, and is looked at the next time on a day.

use crate::{
    calendar::{self, LastDay},
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint},
    plan::{Section, Told, seen_last, whole},
    refusal::Refusal,
    words::Words,
};

/// Records that the plan was looked at again.
#[derive(Clone, Debug)]
pub struct ReviewPlan {
    /// The last event on the plan that the caller has seen.
    pub seen: EventId,
    /// What came of it.
    pub words: Words,
    /// When it is looked at the next time.
    pub review_on: LastDay,
}

impl Command for ReviewPlan {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        calendar::to_come("review_on", self.review_on.date, context.now)?;
        seen_last(history, context, self.seen)?;
        let told = Told::Reviewed {
            words: self.words.clone(),
            review_on: self.review_on.date,
        };
        Ok(vec![Draft {
            what: What::PlanReviewed {
                review_on: self.review_on,
            },
            facts: vec![whole(history, context, Section::Review, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{
            World, gp,
            plans::{goal, plan, review},
        },
        timer,
    };

    #[test]
    fn the_next_day_takes_the_place_of_the_one_before() {
        let mut world = World::with_case();
        let seen = world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap()[0].id;
        let reviewed = world.when(&gp(), &review(seen, "2026-09-01")).unwrap()[0].id;
        world.when(&gp(), &review(reviewed, "2026-12-01")).unwrap();
        let due: Vec<_> = timer::due(&world.history)
            .iter()
            .map(|due| due.at.to_string())
            .collect();
        assert_eq!(due, ["2026-12-02T00:00:00Z"]);
    }

    #[test]
    fn a_day_that_has_passed_is_refused() {
        let mut world = World::with_case();
        let seen = world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap()[0].id;
        assert_eq!(
            world.when(&gp(), &review(seen, "2026-06-07")).unwrap_err(),
            Refusal::of(Code::DatePast, "review_on")
        );
    }
}
