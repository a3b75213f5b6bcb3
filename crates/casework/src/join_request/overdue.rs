//! A request to join that nobody answered in time is recorded as overdue, and escalated after a second period.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{Content, Fact},
    history::History,
    ids::{JoinRequestId, Mint},
    joining::Told,
    refusal::{Code, Refusal},
};

/// Records that an answer-by time has passed. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct OverdueJoinRequest {
    /// The request.
    pub request: JoinRequestId,
    /// The answer-by time that has passed.
    pub due: Timestamp,
}

impl Command for OverdueJoinRequest {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let request = history.join_request(self.request).ok_or(Code::NotDue)?;
        if request.next_answer_by() != Some(self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        let answer_by = request.answer_by.map_or(self.due, |[first, _]| first);
        let escalated = request.overdue > 0;
        let fact = Fact {
            about: request.about(),
            categories: request.categories,
            restriction: None,
            replaces: None,
            content: Content::Joining(Told::Overdue {
                answer_by,
                escalated,
            }),
        };
        Ok(vec![Draft {
            what: What::JoinRequestOverdue {
                request: self.request,
                escalated,
            },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        testing::{World, admit, ask_to_join, gp, link_worker, timekeeper},
        timer::{self, Timer},
    };

    #[test]
    fn both_sides_see_it_twice_and_not_after_an_answer() {
        let mut world = World::with_case();
        world.when(&link_worker(), &ask_to_join()).unwrap();
        let timekeeper = By {
            organisation: link_worker().organisation,
            ..timekeeper()
        };
        for _ in 0..2 {
            let [due] = timer::due(&world.history)[..] else {
                panic!("one thing is due");
            };
            let Timer::JoinRequestOverdue { request } = due.timer else {
                panic!("it is another: {due:?}");
            };
            let command = OverdueJoinRequest {
                request,
                due: due.at,
            };
            assert_eq!(
                world.when(&timekeeper, &command).unwrap_err().code,
                Code::NotDue
            );
            world.now = due.at;
            let event = world.when(&timekeeper, &command).unwrap()[0].id;
            assert_eq!(
                [
                    world.shown(&gp(), event),
                    world.shown(&link_worker(), event)
                ],
                [1, 1]
            );
        }
        assert!(timer::due(&world.history).is_empty());
        world.when(&gp(), &admit(&world.history)).unwrap();
    }
}
