//! Events of the duplicate are taken into the record that stays, as they were recorded there: by whom, when, under which
//! id, restricted as they were. Nothing of them is visible until the merge is complete.

use crate::{
    command::{Command, Context},
    event::{Draft, Event, What},
    history::{History, TakenIn},
    ids::{Mint, PersonId},
    refusal::Refusal,
};

/// Takes in some of the duplicate's events, in their order.
#[derive(Clone, Debug)]
pub struct TakeIn {
    /// The duplicate.
    pub from: PersonId,
    /// Its events.
    pub events: Vec<Event>,
}

impl Command for TakeIn {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.holds(history)?;
        let taken = |event: &Event| Draft {
            what: What::RecordTakenIn(Box::new(TakenIn {
                from: self.from,
                event: event.id,
                at: event.recorded_at,
                by: event.by.clone(),
                original: event.what.clone(),
            })),
            facts: event.facts.clone(),
        };
        Ok(self.events.iter().map(taken).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        refusal::Code,
        testing::{
            World, gp, link_worker,
            merges::{duplicate, take_in},
        },
    };

    #[test]
    fn nothing_is_visible_yet_and_each_event_stays_its_recorders() {
        let mut world = World::with_involved_charity();
        let before = [gp(), link_worker()].map(|by| world.disclosed(&by));
        let other = duplicate();
        let events = world.when(&gp(), &take_in(&other)).unwrap();
        let recorders: Vec<_> = other.events.iter().map(|event| &event.by).collect();
        assert_eq!(
            events.iter().map(|event| &event.by).collect::<Vec<_>>(),
            recorders
        );
        assert_eq!([gp(), link_worker()].map(|by| world.disclosed(&by)), before);
    }

    #[test]
    fn only_whoever_holds_the_record_that_stays_takes_anything_in() {
        let mut world = World::with_involved_charity();
        let refusal = world
            .when(&link_worker(), &take_in(&duplicate()))
            .unwrap_err();
        assert_eq!(refusal.code, Code::CaseNotHeld);
    }
}
