//! That an agreement ends soon is recorded once, 14 days ahead, so that the person can be asked again in time.

use jiff::{Timestamp, ToSpan};

use crate::{
    agreement::Agreement,
    calendar::LastDay,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, Mint},
    refusal::{Code, Refusal},
    sharing::Told,
};

/// How many days before its last day an agreement is said to end soon.
pub const DAYS_AHEAD: i64 = 14;

/// Records that an agreement ends soon. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct WarnOfEnding {
    /// The event that recorded the agreement.
    pub agreement: EventId,
    /// The time from which it is to be known.
    pub due: Timestamp,
}

impl Agreement {
    /// When it is to be recorded that the agreement ends soon; never, where that has been done, or where it was recorded
    /// with so little time to go that everybody knows.
    pub fn warn_at(&self, history: &History) -> Option<Timestamp> {
        let last_day = self.terms.until?.date;
        let warn_at = LastDay::on(last_day.checked_sub(DAYS_AHEAD.days()).ok()?)?.ends_at;
        let (_, recorded_at) = history.event(self.event)?;
        (!self.ending && recorded_at < warn_at).then_some(warn_at)
    }
}

impl Command for WarnOfEnding {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let this = |agreement: &&Agreement| agreement.event == self.agreement;
        let agreement = history.live_agreements().find(this).ok_or(Code::NotDue)?;
        let until = agreement.terms.until.ok_or(Code::NotDue)?;
        if agreement.warn_at(history) != Some(self.due) || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        let told = Told::AgreementEnding {
            agreement: FactId {
                event: self.agreement,
                index: 0,
            },
            until,
        };
        let fact = Fact {
            about: About::AgreementEnding {
                agreement: self.agreement,
            },
            categories: agreement.terms.categories,
            restriction: None,
            replaces: None,
            content: Content::Sharing(told),
        };
        Ok(vec![Draft {
            what: What::AgreementEnding {
                agreement: self.agreement,
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
        agreement::{Audience, record::RecordAgreement},
        calendar,
        category::Category,
        testing::{World, agreement, gp, link_worker, timekeeper},
        timer::{self, Timer},
    };

    fn agreed(world: &mut World, days: i64) -> EventId {
        let until = LastDay::on(calendar::date_at(world.now).saturating_add(days.days()));
        let command = RecordAgreement {
            until,
            ..agreement(Audience::EveryoneInvolved, &[Category::Housing])
        };
        world.when(&gp(), &command).unwrap()[0].id
    }

    fn warn_at(world: &World) -> Option<Timestamp> {
        let mut due = timer::due(&world.history).into_iter();
        due.find(|due| matches!(due.timer, Timer::AgreementEnding { .. }))
            .map(|due| due.at)
    }

    #[test]
    fn it_is_recorded_once_two_weeks_ahead_for_those_who_may_see_the_agreement() {
        let mut world = World::with_involved_charity();
        let agreement = agreed(&mut world, 30);
        let due = warn_at(&world).unwrap();
        let warn = WarnOfEnding { agreement, due };
        assert_eq!(
            world.when(&timekeeper(), &warn).unwrap_err().code,
            Code::NotDue
        );
        world.now = due;
        let event = world.when(&timekeeper(), &warn).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 0]
        );
        assert_eq!(
            world.when(&timekeeper(), &warn).unwrap_err().code,
            Code::NotDue
        );
        assert_eq!(warn_at(&world), None);
        // Once another has taken its place, it ends for nobody.
        agreed(&mut world, 90);
        assert_eq!(world.shown(&gp(), event), 0);
    }

    #[test]
    fn of_a_short_agreement_and_of_a_replaced_one_nobody_is_warned() {
        let mut world = World::with_case();
        agreed(&mut world, 13);
        assert_eq!(warn_at(&world), None);
        agreed(&mut world, 14);
        assert!(warn_at(&world).is_some());
        world
            .when(
                &gp(),
                &agreement(Audience::EveryoneInvolved, &[Category::Housing]),
            )
            .unwrap();
        assert_eq!(warn_at(&world), None);
    }
}
