//! `RecordDeath`: the person died. Clocks and letters stop, what must end ends, and everyone is told once.

use jiff::civil::Date;

use crate::{
    calendar,
    category::Categories,
    command::{Command, Context},
    event::Draft,
    history::History,
    ids::Mint,
    life::{self, Ending},
    refusal::{Code, Refusal},
    words::Words,
};

/// Records the person's death.
#[derive(Clone, Debug)]
pub struct RecordDeath {
    /// The day of the death.
    pub on: Date,
    /// What those who go on need to know, as of the bereaved.
    pub words: Option<Words>,
    /// What the words are about.
    pub categories: Categories,
}

impl Command for RecordDeath {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.on > calendar::date_at(context.now) {
            return Err(Refusal::of(Code::DateFuture, "on"));
        }
        let last_word = life::last_word(history, context, &self.words, self.categories)?;
        Ok(life::end(
            history,
            context,
            Ending::Died,
            Some(self.on),
            None,
            last_word,
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, gp, link_worker, maureen, referral};

    fn death() -> RecordDeath {
        RecordDeath {
            on: "2026-06-07".parse().unwrap(),
            words: None,
            categories: Categories::NONE,
        }
    }

    #[test]
    fn anybody_involved_records_it_and_every_clock_stops() {
        let mut world = World::with_involved_charity();
        let again = crate::referral::raise::RaiseReferral {
            service: crate::testing::housing(),
            ..referral()
        };
        world.when(&gp(), &again).unwrap();
        let event = world.when(&link_worker(), &death()).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&gp(), event),
                world.shown(&link_worker(), event)
            ],
            [1, 1]
        );
        assert!(crate::timer::due(&world.history).is_empty());
        assert!(world.history.open_case().is_none());
    }

    #[test]
    fn no_case_is_opened_for_somebody_who_died() {
        let mut world = World::with_case();
        world.when(&gp(), &death()).unwrap();
        let refusal = world.when(&link_worker(), &maureen()).unwrap_err();
        assert_eq!(refusal.code, Code::ServiceUnknown);
        let refusal = world.when(&gp(), &maureen()).unwrap_err();
        assert_eq!(refusal.code, Code::PersonDied);
    }

    #[test]
    fn nobody_dies_tomorrow() {
        let mut world = World::with_case();
        let tomorrow = RecordDeath {
            on: "2026-06-09".parse().unwrap(),
            ..death()
        };
        let refusal = world.when(&gp(), &tomorrow).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::DateFuture, "on"));
    }
}
