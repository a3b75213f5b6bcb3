//! The end of an agreement is recorded when it has come, so that what rested on it leaves every file.

use jiff::Timestamp;

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{EventId, Mint},
    refusal::{Code, Refusal},
};

/// Records that an agreement has reached its end. A timer, never asked for by a caller.
#[derive(Clone, Debug)]
pub struct LapseAgreement {
    /// The event that recorded the agreement.
    pub agreement: EventId,
    /// The end that has come.
    pub due: Timestamp,
}

impl Command for LapseAgreement {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let ends_then = history.live_agreements().any(|agreement| {
            agreement.event == self.agreement
                && agreement
                    .terms
                    .until
                    .is_some_and(|until| until.ends_at == self.due)
        });
        if !ends_then || context.now < self.due {
            return Err(Code::NotDue.into());
        }
        Ok(vec![Draft {
            what: What::AgreementLapsed {
                agreement: self.agreement,
            },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::{Audience, record::RecordAgreement},
        calendar::{self, LastDay},
        category::Category,
        testing::{World, agreement, gp, timekeeper},
        timer::{self, Timer},
    };

    #[test]
    fn it_lapses_once_and_not_before_its_time() {
        let mut world = World::with_case();
        let until = LastDay::on(calendar::date_at(world.now)).unwrap();
        let command = RecordAgreement {
            until: Some(until),
            ..agreement(Audience::EveryoneInvolved, &[Category::Housing])
        };
        let agreement = world.when(&gp(), &command).unwrap()[0].id;
        assert_eq!(
            timer::due(&world.history)[0].timer,
            Timer::AgreementLapsed { agreement }
        );
        let lapse = LapseAgreement {
            agreement,
            due: until.ends_at,
        };
        assert_eq!(
            world.when(&timekeeper(), &lapse).unwrap_err().code,
            Code::NotDue
        );
        world.now = until.ends_at;
        world.when(&timekeeper(), &lapse).unwrap();
        assert_eq!(
            world.when(&timekeeper(), &lapse).unwrap_err().code,
            Code::NotDue
        );
        assert!(timer::due(&world.history).is_empty());
    }
}
