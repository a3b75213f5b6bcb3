//! A question about a referral that nobody answered in time is recorded as overdue, and escalated after a second period.

use jiff::Timestamp;

use super::{Told, fact};
use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{Mint, ReferralId},
    refusal::{Code, Refusal},
};

/// Records that an answer-by time has passed. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct OverdueInformation {
    /// The referral that the question is about.
    pub referral: ReferralId,
    /// The answer-by time that has passed.
    pub due: Timestamp,
}

impl Command for OverdueInformation {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let referral = history.referral(self.referral).ok_or(Code::NotDue)?;
        let asked = referral.question().ok_or(Code::NotDue)?;
        if asked.answer_by.get(asked.overdue) != Some(&self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        let escalated = asked.overdue > 0;
        let told = Told::Overdue {
            answer_by: asked.answer_by[0],
            escalated,
        };
        Ok(vec![Draft {
            what: What::InformationOverdue {
                referral: referral.id,
                escalated,
            },
            facts: vec![fact(referral, asked.categories, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        event::By,
        testing::{World, gp, link_worker, referral, referrals::request_information, timekeeper},
        timer::{self, RecordDue, Timer},
    };

    #[test]
    fn both_sides_see_it_and_a_second_period_escalates() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        world
            .when(&link_worker(), &request_information(&world.history))
            .unwrap();
        let mut escalations = Vec::new();
        for _ in 0..2 {
            let due = timer::due(&world.history);
            let of_information =
                |due: &&timer::Due| matches!(due.timer, Timer::InformationOverdue { .. });
            let due = *due.iter().find(of_information).unwrap();
            let by = By {
                organisation: due.timer.acts_for(&world.history).unwrap().clone(),
                ..timekeeper()
            };
            let early = world.when(&by, &RecordDue(due)).unwrap_err();
            assert_eq!(early.code, Code::NotDue);
            world.now = due.at;
            let event = world.when(&by, &RecordDue(due)).unwrap()[0].clone();
            let shown = [gp(), link_worker()].map(|by| world.shown(&by, event.id));
            assert_eq!(shown, [1, 1]);
            let again = world.when(&by, &RecordDue(due)).unwrap_err();
            assert_eq!(again.code, Code::NotDue);
            escalations.push(matches!(
                event.what,
                What::InformationOverdue {
                    escalated: true,
                    ..
                }
            ));
        }
        assert_eq!(escalations, [false, true]);
    }
}
