//! A concern of which nobody was told in time is recorded as overdue, and once more after a second day.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    concern::{self, Told},
    event::{Draft, What},
    history::History,
    ids::{ConcernId, Mint},
    refusal::{Code, Refusal},
};

/// Records that the time to tell somebody has passed. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct OverdueConcern {
    /// The concern.
    pub concern: ConcernId,
    /// The time that has passed.
    pub due: Timestamp,
}

impl Command for OverdueConcern {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let concern = history.concern(self.concern).ok_or(Code::NotDue)?;
        // It is recorded for the concern's own organisation, and for no other.
        let theirs = concern.organisation == *context.organisation();
        if concern.due() != Some(self.due) || context.now < self.due || !theirs {
            return Err(Code::NotDue.into());
        }
        let escalated = concern.overdue > 0;
        let told = Told::Overdue {
            tell_by: concern.tell_by[0],
            escalated,
        };
        Ok(vec![Draft {
            what: What::ConcernOverdue {
                concern: concern.id,
                escalated,
            },
            facts: vec![concern::fact(history, concern, &BTreeSet::new(), told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        concern::testing::{colleague, concern, first, lead, told},
        event::By,
        testing::{World, gp, link_worker, timekeeper},
        timer::{self, RecordDue},
    };

    fn clock() -> By {
        By {
            organisation: link_worker().organisation,
            ..timekeeper()
        }
    }

    #[test]
    fn its_author_and_the_leads_hear_of_it_twice_and_then_no_more() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &concern()).unwrap();
        for escalated in [false, true] {
            let due = timer::due(&world.history)[0];
            assert_eq!(
                due.timer.acts_for(&world.history),
                Some(&clock().organisation)
            );
            let early = world.when(&clock(), &RecordDue(due)).unwrap_err();
            assert_eq!(early.code, Code::NotDue);
            world.now = due.at;
            let events = world.when(&clock(), &RecordDue(due)).unwrap();
            let what = What::ConcernOverdue {
                concern: first(&world.history).id,
                escalated,
            };
            assert_eq!(events[0].what, what);
            let readers = [lead(), link_worker(), colleague(), gp()];
            assert_eq!(
                readers.map(|by| world.shown(&by, events[0].id)),
                [1, 1, 0, 0]
            );
        }
        assert!(timer::due(&world.history).is_empty());
    }

    #[test]
    fn telling_somebody_stops_the_clock() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &concern()).unwrap();
        let due = timer::due(&world.history)[0];
        let now = world.now;
        world.when(&lead(), &told(&world.history, now)).unwrap();
        world.now = due.at;
        let refusal = world.when(&clock(), &RecordDue(due)).unwrap_err();
        assert_eq!(refusal.code, Code::NotDue);
    }
}
