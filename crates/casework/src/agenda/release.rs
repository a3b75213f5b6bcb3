//! A review gives its place on a meeting's agenda back. Follows what was decided on the person's stream.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{Mint, ReviewId},
    meeting::{Meeting, MeetingEvent},
    refusal::{Code, Refusal},
};

/// Gives a review's place back. Who may do so was decided where the review was carried over, answered or withdrawn.
#[derive(Clone, Copy, Debug)]
pub struct ReleasePlace {
    /// The review.
    pub review: ReviewId,
}

impl Command for ReleasePlace {
    type On = Meeting;

    fn decide(
        &self,
        meeting: &Meeting,
        _: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<MeetingEvent>>, Refusal> {
        let item = meeting.item_of(self.review).ok_or(Code::NotDue)?;
        Ok(vec![Draft {
            what: MeetingEvent::ItemReleased { item },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        meeting::Matter,
        testing::{decide_on, gp, meeting_with_items},
    };

    #[test]
    fn the_place_is_free_again() {
        let mut meeting = meeting_with_items(2);
        let Matter::Review { review, .. } = meeting.items[0].matter else {
            panic!("not a review");
        };
        decide_on(&mut meeting, &gp(), &ReleasePlace { review }).unwrap();
        assert_eq!(meeting.items.len(), 1);
        let again = decide_on(&mut meeting, &gp(), &ReleasePlace { review }).unwrap_err();
        assert_eq!(again.code, Code::NotDue);
    }
}
