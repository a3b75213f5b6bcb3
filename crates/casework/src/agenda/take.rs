//! A review takes a place on a meeting's agenda. Follows [`crate::review::schedule`], and is never asked for by itself.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{ItemId, Mint, PersonId, ReviewId},
    meeting::{Matter, Meeting, MeetingEvent},
    refusal::{Code, Refusal},
};

/// Takes a place for a review.
#[derive(Clone, Copy, Debug)]
pub struct TakePlace {
    /// The review.
    pub review: ReviewId,
    /// The person.
    pub person: PersonId,
}

impl Command for TakePlace {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        meeting.room_for(context.organisation())?;
        // It may have kept a place there that was to be given back.
        if meeting.item_of(self.review).is_some() {
            return Err(Code::NotDue.into());
        }
        let what = MeetingEvent::ItemTaken {
            item: ItemId(mint.mint()),
            matter: Matter::Review {
                review: self.review,
                person: self.person,
            },
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
    use crate::testing::{decide_on, gp, link_worker, planned_meeting};

    #[test]
    fn an_organisation_of_the_team_takes_a_place_and_nobody_else() {
        let mut meeting = planned_meeting();
        let take = TakePlace {
            review: ReviewId(uuid::Uuid::from_u128(7)),
            person: PersonId(uuid::Uuid::from_u128(1)),
        };
        let refused = decide_on(&mut meeting, &link_worker(), &take).unwrap_err();
        assert_eq!(refused.code, Code::MeetingUnknown);
        decide_on(&mut meeting, &gp(), &take).unwrap();
        assert_eq!(meeting.item_of(take.review), Some(meeting.items[0].id));
        let again = decide_on(&mut meeting, &gp(), &take).unwrap_err();
        assert_eq!(again.code, Code::NotDue);
    }
}
