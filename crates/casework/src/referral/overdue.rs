//! A referral that nobody answered in time is recorded as overdue, and escalated after a second period.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{Mint, ReferralId},
    referral::State,
    refusal::{Code, Refusal},
};

/// Records that an answer-by time has passed. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct OverdueReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The answer-by time that has passed.
    pub due: Timestamp,
}

impl Command for OverdueReferral {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let open = history
            .referral(self.referral)
            .filter(|referral| referral.state == State::Open);
        let referral = open.ok_or(Code::NotDue)?;
        if referral.answer_by.get(referral.overdue) != Some(&self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        let escalated = referral.overdue > 0;
        let fact = Fact {
            about: About::Referral {
                referral: referral.id,
            },
            categories: referral.categories,
            restriction: None,
            replaces: None,
            content: Content::Overdue {
                answer_by: referral.answer_by[0],
                escalated,
            },
        };
        Ok(vec![Draft {
            what: What::ReferralOverdue {
                referral: referral.id,
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
        testing::{World, accept, gp, link_worker, referral, timekeeper},
        timer,
    };

    fn overdue(world: &World) -> OverdueReferral {
        let referral = world.history.referrals().next().unwrap();
        OverdueReferral {
            referral: referral.id,
            due: referral.answer_by[referral.overdue.min(1)],
        }
    }

    #[test]
    fn both_sides_see_it_and_a_second_period_escalates() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let first = overdue(&world);
        assert_eq!(
            world.when(&timekeeper(), &first).unwrap_err().code,
            Code::NotDue
        );
        world.now = first.due;
        let event = world.when(&timekeeper(), &first).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 1]
        );
        assert_eq!(
            world.when(&timekeeper(), &first).unwrap_err().code,
            Code::NotDue
        );
        let second = overdue(&world);
        world.now = second.due;
        let events = world.when(&timekeeper(), &second).unwrap();
        assert!(matches!(
            events[0].what,
            What::ReferralOverdue {
                escalated: true,
                ..
            }
        ));
        assert!(timer::due(&world.history).is_empty());
    }

    #[test]
    fn an_answer_stops_the_clock_and_one_given_before_the_reader_saw_it_overdue_is_stale() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let early = accept(&world.history);
        let due = overdue(&world);
        world.now = due.due;
        world.when(&timekeeper(), &due).unwrap();
        assert_eq!(
            world.when(&link_worker(), &early).unwrap_err().code,
            Code::Stale
        );
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        assert!(timer::due(&world.history).is_empty());
    }
}
