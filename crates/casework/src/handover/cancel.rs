//! `CancelHandover`: the sender takes the offer back; custody stays where it was.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    handover::{Told, unchanged, visible},
    history::History,
    ids::{EventId, HandoverId, Mint},
    refusal::Refusal,
    words::Words,
};

/// Takes an offer back.
#[derive(Clone, Debug)]
pub struct CancelHandover {
    /// The handover.
    pub handover: HandoverId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why, in words for the receiver.
    pub words: Option<Words>,
}

impl Command for CancelHandover {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let ours = visible(history, self.handover, context, |handover| {
            handover.from == *context.organisation()
        })?;
        let handover = unchanged(ours, self.seen)?;
        let what = What::HandoverCancelled {
            handover: handover.id,
        };
        let words = self.words.clone();
        Ok(handover.draft(what, Told::Cancelled { words }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        refusal::Code,
        testing::{World, accept_handover, cancel_handover, gp, link_worker, offer_to_charity},
    };

    #[test]
    fn the_sender_takes_it_back_and_what_the_invitation_showed_goes() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let accept = accept_handover(&world.history);
        let cancel = cancel_handover(&world.history);
        let refusal = world.when(&link_worker(), &cancel).unwrap_err();
        assert_eq!(refusal.code, Code::HandoverUnknown);
        world.when(&gp(), &cancel).unwrap();
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["handover", "handover"]);
        let refusal = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(refusal.code, Code::HandoverAnswered);
    }
}
