//! `CloseConcern`: a concern has been dealt with, and what came of it is said.

use std::collections::BTreeSet;

use crate::{
    command::{Command, Context},
    concern::{self, ConcernClosed, Outcome, Told},
    event::{Draft, What},
    history::History,
    ids::{ConcernId, EventId, Mint, WorkerId},
    refusal::{Code, Refusal},
    words::Words,
};

/// Closes a concern.
#[derive(Clone, Debug)]
pub struct CloseConcern {
    /// The concern.
    pub concern: ConcernId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// What came of it.
    pub outcome: Outcome,
    /// In words.
    pub words: Words,
    /// The organisation's safeguarding leads by now.
    pub leads: BTreeSet<WorkerId>,
}

impl Command for CloseConcern {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let concern = concern::read(history, self.concern, context)?;
        if concern.closed {
            return Err(Code::ConcernClosed.into());
        }
        if concern.last_event != self.seen {
            return Err(Refusal::of(Code::Stale, "token"));
        }
        // Nobody puts their own concern away before anybody else has heard of it.
        let worker = &context.by.worker;
        let is_lead = concern.leads.contains(worker) || self.leads.contains(worker);
        if !concern.told && !is_lead {
            return Err(Code::ConcernToldNobody.into());
        }
        let told = Told::Closed {
            outcome: self.outcome,
            words: self.words.clone(),
        };
        Ok(vec![Draft {
            what: What::ConcernClosed(ConcernClosed {
                concern: concern.id,
                leads: self.leads.clone(),
                outcome: self.outcome,
            }),
            facts: vec![concern::fact(history, concern, &self.leads, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        concern::testing::{close, colleague, concern, lead, told},
        testing::{World, link_worker},
        timer,
    };

    #[test]
    fn its_author_closes_it_once_somebody_was_told_and_a_lead_at_any_time() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &concern()).unwrap();
        let early = world.when(&link_worker(), &close(&world.history));
        assert_eq!(early.unwrap_err().code, Code::ConcernToldNobody);
        let mut same = World::with_involved_charity();
        same.when(&link_worker(), &concern()).unwrap();
        same.when(&lead(), &close(&same.history)).unwrap();
        let now = world.now;
        world
            .when(&link_worker(), &told(&world.history, now))
            .unwrap();
        let event = world.when(&link_worker(), &close(&world.history)).unwrap()[0].id;
        assert_eq!(
            [lead(), link_worker(), colleague()].map(|by| world.shown(&by, event)),
            [1, 1, 0]
        );
        assert!(timer::due(&world.history).is_empty());
        let again = world.when(&lead(), &close(&world.history)).unwrap_err();
        assert_eq!(again.code, Code::ConcernClosed);
    }

    #[test]
    fn what_has_been_recorded_since_is_seen_first() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &concern()).unwrap();
        let before = close(&world.history);
        let now = world.now;
        world
            .when(&link_worker(), &told(&world.history, now))
            .unwrap();
        let refusal = world.when(&lead(), &before).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::Stale, "token"));
    }

    #[test]
    fn for_a_colleague_who_does_not_read_it_there_is_none() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &concern()).unwrap();
        let refusal = world.when(&colleague(), &close(&world.history));
        assert_eq!(
            refusal.unwrap_err(),
            Refusal::of(Code::ConcernUnknown, "concern_id")
        );
    }
}
