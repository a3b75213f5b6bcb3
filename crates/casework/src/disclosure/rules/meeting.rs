//! The row of the table for reviews: the pack of one item, for those who are invited to that item.

use super::{Candidate, chosen, grant, plain_passage, purposes};
use crate::{
    disclosure::grant::{Grant, Rule},
    history::{History, Recorded},
    ids::OrganisationId,
    review::{Review, attachable},
};

/// Until 7 days after the review: the pack of the item to which it is invited. The invitation names who else is asked
/// to nobody, and no agreement of the person's stands for it: the person agreed to be discussed, not with whom.
pub(super) fn at_meeting(
    history: &History,
    organisation: &OrganisationId,
    recorded: &Recorded,
    review: &Review,
) -> Option<Candidate> {
    let until = review.window?;
    let (event, guest) = review.guest(organisation)?;
    let invitation =
        recorded.fact.about == review.about_invitation() && recorded.id.event == *event;
    let in_pack = recorded.fact.about == review.about()
        || invitation
        || plain_passage(recorded)
        || attached(history, recorded, review);
    in_pack.then(|| Candidate {
        grant: Grant {
            until: Some(until),
            ..grant(Rule::Meeting, *event)
        },
        purposes: &guest.purposes | &purposes(history, organisation),
        agreed: None,
    })
}

/// Whether the fact is among those that whoever asked for the review attached, as [`ticked`] is for passages.
fn attached(history: &History, recorded: &Recorded, review: &Review) -> bool {
    attachable(recorded.fact.about) && chosen(history, recorded, &review.attached)
}
