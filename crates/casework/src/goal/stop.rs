//! `StopGoal`: the person lets go of a goal, and says why.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    goal::ended,
    history::History,
    ids::{FactId, Mint},
    plan::{Section, Told},
    refusal::Refusal,
    words::Words,
};

/// Records that the person lets go of a goal.
#[derive(Clone, Debug)]
pub struct StopGoal {
    /// The newest version of the goal that the caller has seen.
    pub goal: FactId,
    /// Why, in the person's words.
    pub words: Words,
}

impl Command for StopGoal {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let told = Told::Stopped {
            words: self.words.clone(),
        };
        let fact = ended(history, context, self.goal, Section::Stopped, told)?;
        Ok(vec![Draft {
            what: What::GoalStopped {},
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::testing::{
        World, first_fact, gp, link_worker,
        plans::{goal, plan, stop},
    };

    #[test]
    fn whoever_sees_the_goal_sees_why_it_was_let_go_of() {
        let mut world = World::with_involved_charity();
        let sing = first_fact(&world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap());
        let event = world.when(&gp(), &stop(sing)).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn who_takes_no_part_lets_go_of_nothing() {
        let mut world = World::with_case();
        let sing = first_fact(&world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap());
        let refusal = world.when(&link_worker(), &stop(sing)).unwrap_err();
        let of_nobody = World::new().when(&link_worker(), &stop(sing));
        assert_eq!(refusal, of_nobody.unwrap_err());
    }
}
