//! `AchieveGoal`: the person has reached a goal of theirs.

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

/// Records that a goal was reached.
#[derive(Clone, Debug)]
pub struct AchieveGoal {
    /// The newest version of the goal that the caller has seen.
    pub goal: FactId,
    /// What came of it.
    pub words: Option<Words>,
}

impl Command for AchieveGoal {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let told = Told::Achieved {
            words: self.words.clone(),
        };
        let fact = ended(history, context, self.goal, Section::Achieved, told)?;
        Ok(vec![Draft {
            what: What::GoalAchieved {},
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
        plan::record::Passage,
        refusal::Code,
        testing::{
            World, first_fact, gp, link_worker,
            plans::{achieve, goal, plan, stop, written},
        },
    };

    #[test]
    fn whoever_sees_the_goal_sees_that_it_was_reached_and_it_ends_once() {
        let mut world = World::with_involved_charity();
        let sing = first_fact(&world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap());
        let ended = world.when(&link_worker(), &achieve(sing)).unwrap();
        assert_eq!(
            [gp(), link_worker()].map(|by| world.shown(&by, ended[0].id)),
            [1, 1]
        );
        let stale = world.when(&gp(), &achieve(sing)).unwrap_err();
        assert_eq!(stale, Refusal::of(Code::Stale, "token"));
        let again = world.when(&gp(), &stop(first_fact(&ended))).unwrap_err();
        assert_eq!(again.code, Code::GoalEnded);
    }

    #[test]
    fn a_goal_that_was_reached_can_be_taken_up_again() {
        let mut world = World::with_case();
        let sing = first_fact(&world.when(&gp(), &plan(vec![goal("Sing again.")])).unwrap());
        let ended = first_fact(&world.when(&gp(), &achieve(sing)).unwrap());
        let again = plan(vec![Passage {
            replaces: Some(ended),
            ..goal("Sing solo.")
        }]);
        let solo = first_fact(&world.when(&gp(), &again).unwrap());
        world.when(&gp(), &achieve(solo)).unwrap();
    }

    #[test]
    fn what_is_hidden_and_what_is_no_goal_are_unknown() {
        let mut world = World::with_involved_charity();
        let hidden = Passage {
            categories: Categories::of(&[Category::MentalHealth]),
            ..goal("Feel less low.")
        };
        let passages = plan(vec![hidden, written(Section::Strength, "I sing.")]);
        let events = world.when(&gp(), &passages).unwrap();
        let unknown = Refusal::of(Code::PassageUnknown, "token");
        for id in [first_fact(&events), first_fact(&events[1..])] {
            let refusal = world.when(&link_worker(), &achieve(id)).unwrap_err();
            assert_eq!(refusal, unknown);
        }
    }
}
