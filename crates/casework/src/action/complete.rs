//! `CompleteAction`: it is done, and this came of it.

use crate::{
    action::{State, Told, ours, seen, standing},
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{ActionId, EventId, Mint},
    refusal::Refusal,
    words::Words,
};

/// Records that an action is done.
#[derive(Clone, Debug)]
pub struct CompleteAction {
    /// The action.
    pub action: ActionId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// What came of it.
    pub words: Words,
}

impl Command for CompleteAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let action = seen(history, self.action, self.seen, context)?;
        ours(history, action, context)?;
        standing(action, State::Open)?;
        let told = Told::Completed {
            words: self.words.clone(),
        };
        Ok(vec![Draft {
            what: What::ActionCompleted {
                action: self.action,
            },
            facts: vec![action.fact(history, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::{Categories, Category},
        refusal::Code,
        testing::{
            World, accept as join,
            actions::{accept, agree, complete, own_step, request},
            agreement, gp, link_worker, referral,
        },
        timer,
    };

    #[test]
    fn its_owner_says_what_came_of_it_and_its_clock_stops() {
        let mut world = World::with_involved_charity();
        world.when(&gp(), &agree(&link_worker())).unwrap();
        let not_ours = world.when(&gp(), &complete(&world.history));
        assert_eq!(not_ours.unwrap_err().code, Code::ActionNotYours);
        let event = world
            .when(&link_worker(), &complete(&world.history))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&gp(), event), 1);
        assert!(timer::due(&world.history).is_empty());
        let again = world.when(&link_worker(), &complete(&world.history));
        assert_eq!(again.unwrap_err().code, Code::ActionEnded);
    }

    #[test]
    fn a_request_is_done_once_it_was_accepted() {
        let mut world = World::with_case();
        world.when(&gp(), &request()).unwrap();
        let early = world.when(&link_worker(), &complete(&world.history));
        assert_eq!(early.unwrap_err().code, Code::ActionNotAccepted);
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        world
            .when(&link_worker(), &complete(&world.history))
            .unwrap();
    }

    #[test]
    fn anybody_who_takes_part_and_sees_it_can_say_that_the_persons_step_is_done() {
        let mut world = World::with_involved_charity();
        let audience = crate::agreement::Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Health]))
            .unwrap();
        world.when(&gp(), &own_step()).unwrap();
        world
            .when(&link_worker(), &complete(&world.history))
            .unwrap();
    }

    #[test]
    fn whose_name_tells_more_than_the_persons_step_cannot_say_so() {
        let mut world = World::with_case();
        let mut asked = referral();
        asked.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &asked).unwrap();
        world.when(&link_worker(), &join(&world.history)).unwrap();
        let audience = crate::agreement::Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Health]))
            .unwrap();
        world.when(&gp(), &own_step()).unwrap();
        let refusal = world.when(&link_worker(), &complete(&world.history));
        assert_eq!(
            refusal.unwrap_err(),
            Refusal::of(Code::NameReveals, "action_id")
        );
    }
}
