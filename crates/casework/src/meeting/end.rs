//! `EndMeeting`: the meeting is over.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{EventId, Mint},
    meeting::{Meeting, MeetingEvent},
    refusal::Refusal,
};

/// Ends a meeting.
#[derive(Clone, Debug)]
pub struct EndMeeting {
    /// The last event on it that the caller has seen.
    pub seen: EventId,
}

impl Command for EndMeeting {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        meeting.to_change(self.seen, context)?;
        Ok(vec![Draft {
            what: MeetingEvent::MeetingEnded {},
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
    fn nothing_is_put_on_the_agenda_of_a_meeting_that_is_over() {
        let mut meeting = planned_meeting();
        let seen = meeting.last_event;
        assert!(meeting.open_to(&gp().organisation).is_ok());
        decide_on(&mut meeting, &chair(), &EndMeeting { seen }).unwrap();
        let refused = meeting.open_to(&gp().organisation).unwrap_err();
        assert_eq!(refused.code, Code::MeetingOver);
    }
}
