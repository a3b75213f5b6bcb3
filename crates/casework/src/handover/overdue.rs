//! A handover that nobody answered in time is recorded as overdue, and escalated after a second period.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    handover::Told,
    history::History,
    ids::{HandoverId, Mint},
    refusal::{Code, Refusal},
};

/// Records that an answer-by time has passed. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct OverdueHandover {
    /// The handover.
    pub handover: HandoverId,
    /// The answer-by time that has passed.
    pub due: Timestamp,
}

impl Command for OverdueHandover {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let open = history.handover(self.handover).filter(|one| one.open);
        let handover = open.ok_or(Code::NotDue)?;
        if handover.answer_by.get(handover.overdue) != Some(&self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        let escalated = handover.overdue > 0;
        let what = What::HandoverOverdue {
            handover: handover.id,
            escalated,
        };
        let told = Told::Overdue {
            answer_by: handover.answer_by[0],
            escalated,
        };
        Ok(handover.draft(what, told))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        testing::{World, gp, link_worker, offer_to_charity, offer_to_colleague, timekeeper},
        timer::{self, RecordDue},
    };

    #[test]
    fn both_sides_see_it_and_a_second_period_escalates() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let first = timer::due(&world.history)[0];
        let early = world.when(&timekeeper(), &RecordDue(first)).unwrap_err();
        assert_eq!(early.code, Code::NotDue);
        world.now = first.at;
        let event = world.when(&timekeeper(), &RecordDue(first)).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 1]);
        let second = timer::due(&world.history)[0];
        world.now = second.at;
        let events = world.when(&timekeeper(), &RecordDue(second)).unwrap();
        let escalated = matches!(
            events[0].what,
            What::HandoverOverdue {
                escalated: true,
                ..
            }
        );
        assert!(escalated && timer::due(&world.history).is_empty());
    }

    #[test]
    fn within_an_organisation_it_is_seen_too() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_colleague()).unwrap();
        let due = timer::due(&world.history)[0];
        world.now = due.at;
        let event = world.when(&timekeeper(), &RecordDue(due)).unwrap()[0].id;
        assert_eq!(world.shown(&gp(), event), 1);
    }
}
