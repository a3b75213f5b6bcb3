//! `ReassignAction`: a colleague does it.

use serde::{Deserialize, Serialize};

use crate::{
    action::{State, Told, ours, seen, standing},
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{ActionId, EventId, Mint, WorkerId},
    refusal::{Code, Refusal},
    words::Words,
};

/// A colleague does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionReassigned {
    /// The action.
    pub action: ActionId,
    /// The colleague.
    pub worker: WorkerId,
}

/// Gives an action of the caller's organisation to a colleague.
#[derive(Clone, Debug)]
pub struct ReassignAction {
    /// The action.
    pub action: ActionId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// The colleague.
    pub worker: WorkerId,
    /// A word to them.
    pub words: Option<Words>,
}

impl Command for ReassignAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let action = seen(history, self.action, self.seen, context)?;
        ours(history, action, context)?;
        standing(action, State::Open)?;
        // What is the person's own is given to nobody.
        let Some(worker) = &action.worker else {
            return Err(Refusal::of(Code::ActionNotYours, "action_id"));
        };
        if *worker == self.worker {
            return Err(Refusal::of(Code::NothingToRecord, "worker"));
        }
        let told = Told::Reassigned {
            worker: self.worker.clone(),
            words: self.words.clone(),
        };
        Ok(vec![Draft {
            what: What::ActionReassigned(ActionReassigned {
                action: self.action,
                worker: self.worker.clone(),
            }),
            facts: vec![action.fact(history, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{
        World,
        actions::{agree, own_step, reassign},
        gp, link_worker,
    };

    #[test]
    fn a_colleague_has_it_from_then_on_and_both_sides_see_it() {
        let mut world = World::with_involved_charity();
        world.when(&gp(), &agree(&link_worker())).unwrap();
        let command = reassign(&world.history, "ali");
        let event = world.when(&link_worker(), &command).unwrap()[0].id;
        assert_eq!(world.shown(&gp(), event), 1);
        let action = world.history.actions().next().unwrap();
        assert_eq!(action.worker, Some("ali".parse().unwrap()));
        let again = world.when(&link_worker(), &reassign(&world.history, "ali"));
        assert_eq!(
            again.unwrap_err(),
            Refusal::of(Code::NothingToRecord, "worker")
        );
    }

    #[test]
    fn what_is_anothers_or_the_persons_own_is_not_given_away() {
        let mut world = World::with_involved_charity();
        world.when(&gp(), &agree(&link_worker())).unwrap();
        let command = reassign(&world.history, "ali");
        let anothers = world.when(&gp(), &command).unwrap_err();
        assert_eq!(anothers, Refusal::of(Code::ActionNotYours, "action_id"));
        let mut world = World::with_case();
        world.when(&gp(), &own_step()).unwrap();
        let command = reassign(&world.history, "ali");
        let own = world.when(&gp(), &command).unwrap_err();
        assert_eq!(own, Refusal::of(Code::ActionNotYours, "action_id"));
    }
}
