//! `StopCoordination`: the person, or whoever decides for them, wants nobody to coordinate any more.

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    decided_by::DecidedBy,
    event::Draft,
    fact::{About, Content, Fact},
    history::History,
    ids::{Mint, WorkerId},
    life::{self, Ending, Told},
    refusal::Refusal,
    words::Words,
};

/// Ends the case as the person wishes.
#[derive(Clone, Debug)]
pub struct StopCoordination {
    /// Who decided.
    pub decided_by: DecidedBy,
    /// What the person said about it.
    pub words: Option<Words>,
    /// Who tells the person what ends and what does not; the caller where nobody is named.
    pub told_by: Option<WorkerId>,
}

impl Command for StopCoordination {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        self.decided_by.check("decided_by", context.now)?;
        // Why somebody wants to be left alone is theirs: only those who were told keep it.
        let last_word = Fact {
            about: About::Note,
            categories: Categories::of(&[Category::AboutMe])
                .with(history.reveals(context.organisation())),
            restriction: Some(crate::agreement::record::recorder_only(context)),
            replaces: None,
            content: Content::Life(Told::CoordinationStopped {
                decided_by: self.decided_by.clone(),
                words: self.words.clone(),
            }),
        };
        let told_by = self.told_by.clone().unwrap_or(context.by.worker.clone());
        Ok(life::end(
            history,
            context,
            Ending::CoordinationStopped,
            None,
            Some(told_by),
            Some(last_word),
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, gp, link_worker};

    #[test]
    fn whoever_is_told_by_the_person_ends_it_and_what_was_said_stays_with_them() {
        let mut world = World::with_involved_charity();
        let stop = StopCoordination {
            decided_by: DecidedBy::Person,
            words: Some(Words::prose("words", "I want to be left in peace.").unwrap()),
            told_by: None,
        };
        let events = world.when(&link_worker(), &stop).unwrap();
        let shown = |by, place: usize| world.shown(&by, events[place].id);
        assert_eq!([shown(gp(), 0), shown(link_worker(), 0)], [0, 1]);
        assert_eq!([shown(gp(), 1), shown(link_worker(), 1)], [1, 1]);
        assert!(world.history.open_case().is_none());
    }
}
