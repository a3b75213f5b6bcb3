//! `PauseCase`: the person is in hospital or away; clocks and letters stop until the case is resumed.

use jiff::civil::Date;

use crate::{
    calendar,
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Fact},
    history::History,
    ids::Mint,
    life::{self, PauseReason, Told},
    refusal::{Code, Refusal},
    words::Words,
};

/// Pauses the case.
#[derive(Clone, Debug)]
pub struct PauseCase {
    /// Why, coded.
    pub reason: PauseReason,
    /// In words; needed where the reason is another one.
    pub words: Option<Words>,
    /// What the reason is about: those who may not know it see that the case is paused, and not why.
    pub categories: Categories,
    /// When the person is expected back, where that is known.
    pub expected_back: Option<Date>,
}

impl Command for PauseCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        if self.reason == PauseReason::Other && self.words.is_none() {
            return Err(Refusal::of(Code::TextMissing, "words"));
        }
        if let Some(expected_back) = self.expected_back {
            calendar::to_come("expected_back", expected_back, context.now)?;
        }
        if history.paused_since().is_some() {
            return Err(Code::CasePaused.into());
        }
        let paused = Told::Paused {
            expected_back: self.expected_back,
        };
        let reason = Told::PauseReason {
            reason: self.reason,
            words: self.words.clone(),
        };
        // Whoever is shown why is shown that, too: the second place tells nothing that the first does not.
        let reason = Fact {
            categories: self
                .categories
                .with(history.reveals(context.organisation())),
            ..life::fact(history, context, About::Note, reason)
        };
        Ok(vec![Draft {
            what: What::CasePaused { since: context.now },
            facts: vec![life::fact(history, context, About::Pause, paused), reason],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        life::testing::pause,
        testing::{World, gp, link_worker, referral},
        timer,
    };

    #[test]
    fn everybody_involved_sees_that_and_only_those_who_may_see_why() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &pause()).unwrap()[0].id;
        let seen = [
            world.shown(&gp(), event),
            world.shown(&link_worker(), event),
        ];
        assert_eq!(seen, [2, 1]);
    }

    #[test]
    fn clocks_stand_still() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        assert_eq!(timer::due(&world.history).len(), 1);
        world.when(&gp(), &pause()).unwrap();
        assert!(timer::due(&world.history).is_empty());
        assert_eq!(
            world.when(&gp(), &pause()).unwrap_err().code,
            Code::CasePaused
        );
    }

    #[test]
    fn another_reason_is_given_in_words_and_nobody_is_expected_back_yesterday() {
        let mut world = World::with_case();
        let silent = PauseCase {
            reason: PauseReason::Other,
            words: None,
            ..pause()
        };
        let refusal = world.when(&gp(), &silent).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::TextMissing, "words"));
        let late = PauseCase {
            expected_back: Some("2026-06-07".parse().unwrap()),
            ..pause()
        };
        let refusal = world.when(&gp(), &late).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::DatePast, "expected_back"));
    }
}
