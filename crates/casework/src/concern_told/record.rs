//! `RecordConcernTold`: somebody was told of a concern, and that stops its clock.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::{
    command::{Command, Context},
    concern::{self, ConcernTold, Told, Whom},
    event::{Draft, What},
    history::History,
    ids::{ConcernId, Mint, WorkerId},
    refusal::{Code, Refusal},
    words::Words,
};

/// How long ago somebody may have been told.
const AGO_AT_MOST: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Records who was told.
#[derive(Clone, Debug)]
pub struct RecordConcernTold {
    /// The concern.
    pub concern: ConcernId,
    /// Who was told.
    pub whom: Whom,
    /// Who it was by name, as they gave it.
    pub name: Words,
    /// When.
    pub at: Timestamp,
    /// What was said and agreed.
    pub words: Option<Words>,
    /// The organisation's safeguarding leads by now.
    pub leads: BTreeSet<WorkerId>,
}

impl Command for RecordConcernTold {
    type On = History;

    // It names no last event: whoever has told the police is not sent back because a colleague told the council. A
    // closed concern takes it in, too.
    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let concern = concern::read(history, self.concern, context)?;
        if self.at > context.now {
            return Err(Refusal::of(Code::DateFuture, "told_at"));
        }
        if context.now.duration_since(self.at) > AGO_AT_MOST {
            return Err(Refusal::of(Code::DateTooFar, "told_at"));
        }
        let told = Told::SomebodyTold {
            whom: self.whom,
            name: self.name.clone(),
            at: self.at,
            words: self.words.clone(),
        };
        Ok(vec![Draft {
            what: What::ConcernTold(ConcernTold {
                concern: concern.id,
                leads: self.leads.clone(),
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
        concern::{
            raise::RaiseConcern,
            testing::{close, colleague, concern, lead, told},
        },
        testing::{World, gp, link_worker},
    };

    #[test]
    fn a_lead_who_was_named_later_is_shown_all_of_it() {
        let mut world = World::with_involved_charity();
        let alone = RaiseConcern {
            leads: BTreeSet::new(),
            ..concern()
        };
        let raised = world.when(&link_worker(), &alone).unwrap()[0].id;
        assert_eq!(world.shown(&lead(), raised), 0);
        let now = world.now;
        let event = world
            .when(&link_worker(), &told(&world.history, now))
            .unwrap()[0]
            .id;
        let readers = [lead(), link_worker(), colleague(), gp()];
        assert_eq!(
            readers.clone().map(|by| world.shown(&by, event)),
            [1, 1, 0, 0]
        );
        assert_eq!(readers.map(|by| world.shown(&by, raised)), [1, 1, 0, 0]);
    }

    #[test]
    fn more_people_can_be_told_also_once_it_is_closed() {
        let mut world = World::with_involved_charity();
        let now = world.now;
        world.when(&link_worker(), &concern()).unwrap();
        world
            .when(&link_worker(), &told(&world.history, now))
            .unwrap();
        world.when(&lead(), &close(&world.history)).unwrap();
        world.when(&lead(), &told(&world.history, now)).unwrap();
    }

    #[test]
    fn nobody_was_told_tomorrow_or_years_ago_and_no_colleague_knows_of_it() {
        let mut world = World::with_involved_charity();
        world.when(&link_worker(), &concern()).unwrap();
        let day = SignedDuration::from_hours(24);
        for (at, code) in [
            (world.now + day, Code::DateFuture),
            (world.now - day * 366, Code::DateTooFar),
        ] {
            let told = told(&world.history, at);
            let refusal = world.when(&lead(), &told).unwrap_err();
            assert_eq!(refusal, Refusal::of(code, "told_at"));
        }
        let told = told(&world.history, world.now);
        for by in [colleague(), gp()] {
            let refusal = world.when(&by, &told).unwrap_err();
            assert_eq!(refusal, Refusal::of(Code::ConcernUnknown, "concern_id"));
        }
    }
}
