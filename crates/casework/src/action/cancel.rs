//! `CancelAction`: it is not going to be done, and why.

use crate::{
    action::{State, Told, ours, seen},
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{ActionId, EventId, Mint},
    refusal::{Code, Refusal},
    words::Words,
};

/// Cancels an action, or a request before it is answered.
#[derive(Clone, Debug)]
pub struct CancelAction {
    /// The action.
    pub action: ActionId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why.
    pub words: Words,
}

impl Command for CancelAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let action = seen(history, self.action, self.seen, context)?;
        // Whoever set it down or asked for it can call it off; and so can whoever is to do it, once it is theirs.
        if action.from != *context.organisation() {
            ours(history, action, context)?;
            if action.state == State::Requested {
                return Err(Code::ActionNotAccepted.into());
            }
        }
        if !matches!(action.state, State::Requested | State::Open) {
            return Err(Code::ActionEnded.into());
        }
        let told = Told::Cancelled {
            words: self.words.clone(),
        };
        Ok(vec![Draft {
            what: What::ActionCancelled {
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
        testing::{
            World,
            actions::{accept, agree, cancel, own_step, request},
            gp, link_worker,
        },
        timer,
    };

    #[test]
    fn who_set_it_down_and_who_does_it_can_call_it_off_and_both_see_why() {
        for by in [gp(), link_worker()] {
            let mut world = World::with_involved_charity();
            world.when(&gp(), &agree(&link_worker())).unwrap();
            let event = world.when(&by, &cancel(&world.history)).unwrap()[0].id;
            assert_eq!(
                [gp(), link_worker()].map(|by| world.shown(&by, event)),
                [1, 1]
            );
            assert!(timer::due(&world.history).is_empty());
            let again = world.when(&by, &cancel(&world.history));
            assert_eq!(again.unwrap_err().code, Code::ActionEnded);
        }
    }

    #[test]
    fn a_request_that_was_called_off_shows_the_service_nothing_but_itself() {
        let mut world = World::with_case();
        world.when(&gp(), &request()).unwrap();
        let not_theirs = world.when(&link_worker(), &cancel(&world.history));
        assert_eq!(not_theirs.unwrap_err().code, Code::ActionNotAccepted);
        world.when(&gp(), &cancel(&world.history)).unwrap();
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["action", "action"]);
        let late = world.when(&link_worker(), &accept(&world.history));
        assert_eq!(late.unwrap_err().code, Code::ActionEnded);
    }

    #[test]
    fn the_person_can_leave_a_step_be() {
        let mut world = World::with_case();
        world.when(&gp(), &own_step()).unwrap();
        world.when(&gp(), &cancel(&world.history)).unwrap();
    }
}
