//! `RequestSupport`: a worker asks the team for support. It names no person, and is an item of the meeting alone.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{ItemId, Mint},
    meeting::{Matter, Meeting, MeetingEvent},
    refusal::Refusal,
    words::Words,
};

/// Asks the team for support.
#[derive(Clone, Debug)]
pub struct RequestSupport {
    /// With what. Everybody of the team reads it.
    pub topic: Words,
}

impl Command for RequestSupport {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        meeting.room_for(context.organisation())?;
        context.acting_for_organisation()?;
        let matter = Matter::Support {
            topic: self.topic.clone(),
            organisation: context.organisation().clone(),
            worker: context.by.worker.clone(),
        };
        let item = ItemId(mint.mint());
        Ok(vec![Draft {
            what: MeetingEvent::ItemTaken { item, matter },
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
        testing::{decide_on, gp, link_worker, planned_meeting},
    };

    #[test]
    fn it_is_an_item_that_names_the_worker_and_no_person() {
        let mut meeting = planned_meeting();
        let command = RequestSupport {
            topic: Words::name("topic", "Holding difficult conversations").unwrap(),
        };
        let refused = decide_on(&mut meeting, &link_worker(), &command).unwrap_err();
        assert_eq!(refused.code, Code::MeetingUnknown);
        decide_on(&mut meeting, &gp(), &command).unwrap();
        assert!(matches!(
            &meeting.items[0].matter,
            Matter::Support { worker, .. } if *worker == gp().worker
        ));
    }
}
