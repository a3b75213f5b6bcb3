//! `DeclineHandover`: the receiver says no and why; custody stays where it was.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    handover::{Told, to_answer},
    history::History,
    ids::{EventId, HandoverId, Mint},
    referral::DeclineReason,
    refusal::Refusal,
    words::Words,
};

/// Declines a handover.
#[derive(Clone, Debug)]
pub struct DeclineHandover {
    /// The handover.
    pub handover: HandoverId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why, coded.
    pub reason: DeclineReason,
    /// Why, in words for the sender.
    pub words: Words,
}

impl Command for DeclineHandover {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let handover = to_answer(history, self.handover, self.seen, context)?;
        let what = What::HandoverDeclined {
            handover: handover.id,
            reason: self.reason,
        };
        let told = Told::Declined {
            reason: self.reason,
            words: self.words.clone(),
        };
        Ok(handover.draft(what, told))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        refusal::Code,
        testing::{
            World, accept_handover, decline_handover, gp, link_worker, offer_to_charity,
            offer_to_colleague,
        },
    };

    #[test]
    fn custody_stays_and_both_sides_keep_the_offer_and_its_answer() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let decline = decline_handover(&world.history);
        let event = world.when(&link_worker(), &decline).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [1, 1]);
        let holder = &world.history.open_case().unwrap().holder;
        assert_eq!(holder.organisation, gp().organisation);
        assert!(!world.history.involves(&link_worker().organisation));
        assert_eq!(world.shown_in_all(&link_worker()), 2);
    }

    #[test]
    fn what_was_declined_cannot_be_accepted_and_can_be_offered_again() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let accept = accept_handover(&world.history);
        world
            .when(&link_worker(), &decline_handover(&world.history))
            .unwrap();
        let refusal = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(refusal.code, Code::HandoverAnswered);
        world.when(&gp(), &offer_to_colleague()).unwrap();
    }
}
