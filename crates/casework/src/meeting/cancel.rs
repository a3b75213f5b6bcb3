//! `CancelMeeting`: the team will not meet. Its reviews are carried over one by one, by those who may act on them.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{EventId, Mint},
    meeting::{Meeting, MeetingEvent},
    refusal::Refusal,
    words::Words,
};

/// Cancels a meeting.
#[derive(Clone, Debug)]
pub struct CancelMeeting {
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why. Names nobody.
    pub reason: Words,
}

impl Command for CancelMeeting {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        meeting.to_change(self.seen, context)?;
        let what = MeetingEvent::MeetingCancelled {
            reason: self.reason.clone(),
        };
        Ok(vec![Draft {
            what,
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{chair, decide_on, gp, planned_meeting},
    };

    #[test]
    fn the_organiser_cancels_what_it_has_looked_at_once() {
        let mut meeting = planned_meeting();
        let cancel = |meeting: &Meeting| CancelMeeting {
            seen: meeting.last_event,
            reason: Words::prose("reason", "The hall is flooded.").unwrap(),
        };
        let command = cancel(&meeting);
        let refused = decide_on(&mut meeting, &gp(), &command).unwrap_err();
        assert_eq!(refused.code, Code::MeetingUnknown);
        let blind = CancelMeeting {
            seen: EventId(uuid::Uuid::from_u128(3)),
            ..command.clone()
        };
        let refused = decide_on(&mut meeting, &chair(), &blind).unwrap_err();
        assert_eq!(refused.code, Code::Stale);
        decide_on(&mut meeting, &chair(), &command).unwrap();
        let command = cancel(&meeting);
        let again = decide_on(&mut meeting, &chair(), &command).unwrap_err();
        assert_eq!(again.code, Code::MeetingOver);
    }
}
