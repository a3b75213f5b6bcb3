//! What was not done by its day, and what was not answered in time, is recorded as overdue. Timers, never asked for by a
//! caller.

use jiff::Timestamp;

use crate::{
    action::{Action, State, Told},
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{ActionId, Mint},
    refusal::{Code, Refusal},
    timer::{Due, Timer},
};

/// What is the next to fall due of an action: an answer while it is a request, its day while somebody is to do it.
pub(crate) fn next(action: &Action) -> Option<Due> {
    let id = action.id;
    let (at, timer) = match action.state {
        State::Requested => {
            let request = action.request.as_ref()?;
            let at = *request.answer_by.get(request.unanswered)?;
            (at, Timer::ActionUnanswered { action: id })
        }
        State::Open if !action.overdue => {
            (action.due?.ends_at, Timer::ActionOverdue { action: id })
        }
        _ => return None,
    };
    Some(Due { at, timer })
}

/// Records that the day by which an action was to be done has passed.
#[derive(Clone, Debug)]
pub struct OverdueAction {
    /// The action.
    pub action: ActionId,
    /// The end of its day.
    pub due: Timestamp,
}

impl Command for OverdueAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let action = history.action(self.action).ok_or(Code::NotDue)?;
        let waited_for = action.state == State::Open && !action.overdue;
        let day = action
            .due
            .filter(|due| waited_for && due.ends_at == self.due && self.due <= context.now)
            .ok_or(Code::NotDue)?;
        Ok(vec![Draft {
            what: What::ActionOverdue {
                action: self.action,
            },
            facts: vec![action.fact(history, Told::Overdue { due: day.date })],
        }])
    }
}

/// Records that a requested action was not answered in time.
#[derive(Clone, Debug)]
pub struct UnansweredAction {
    /// The action.
    pub action: ActionId,
    /// The answer-by time that has passed.
    pub due: Timestamp,
}

impl Command for UnansweredAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let open = history
            .action(self.action)
            .filter(|action| action.state == State::Requested);
        let action = open.ok_or(Code::NotDue)?;
        let request = action.request.as_ref().ok_or(Code::NotDue)?;
        if request.answer_by.get(request.unanswered) != Some(&self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        let escalated = request.unanswered > 0;
        let told = Told::Unanswered {
            answer_by: request.answer_by[0],
            escalated,
        };
        Ok(vec![Draft {
            what: What::ActionUnanswered {
                action: self.action,
                escalated,
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
            actions::{accept, agree, request},
            gp, link_worker, timekeeper,
        },
        timer::{self, RecordDue},
    };

    /// The next timer, at its time.
    fn next(world: &mut World) -> RecordDue {
        let due = timer::due(&world.history)[0];
        world.now = due.at;
        RecordDue(due)
    }

    #[test]
    fn after_its_day_both_sides_see_once_that_it_is_overdue() {
        let mut world = World::with_involved_charity();
        world.when(&gp(), &agree(&link_worker())).unwrap();
        let due = timer::due(&world.history)[0];
        let early = world.when(&timekeeper(), &RecordDue(due));
        assert_eq!(early.unwrap_err().code, Code::NotDue);
        let overdue = next(&mut world);
        let event = world.when(&timekeeper(), &overdue).unwrap()[0].id;
        assert_eq!(
            [gp(), link_worker()].map(|by| world.shown(&by, event)),
            [1, 1]
        );
        let twice = world.when(&timekeeper(), &overdue);
        assert_eq!(twice.unwrap_err().code, Code::NotDue);
        assert!(timer::due(&world.history).is_empty());
    }

    #[test]
    fn a_request_without_an_answer_is_overdue_and_then_escalated_and_both_sides_see_it() {
        let mut world = World::with_case();
        world.when(&gp(), &request()).unwrap();
        for escalated in [false, true] {
            let unanswered = next(&mut world);
            let events = world.when(&timekeeper(), &unanswered).unwrap();
            assert_eq!(
                [gp(), link_worker()].map(|by| world.shown(&by, events[0].id)),
                [1, 1]
            );
            assert!(
                matches!(events[0].what, What::ActionUnanswered { escalated: e, .. } if e == escalated)
            );
        }
        // It is nobody's yet, so its own day does not matter.
        assert!(timer::due(&world.history).is_empty());
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let event = next(&mut world);
        world.when(&timekeeper(), &event).unwrap();
    }
}
