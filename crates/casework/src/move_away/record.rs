//! `RecordMoveAway`: the person moved to another area. The case ends here; what the holder may pass on goes in a
//! transfer pack, which the organisation makes from what it is shown itself.

use jiff::civil::Date;

use crate::{
    category::Categories,
    command::{Command, Context},
    event::Draft,
    history::History,
    ids::{Mint, WorkerId},
    life::{self, Ending},
    refusal::Refusal,
    words::Words,
};

/// Records the move.
#[derive(Clone, Debug)]
pub struct RecordMoveAway {
    /// The day of the move.
    pub on: Date,
    /// Where to, and to whom the transfer pack goes.
    pub words: Words,
    /// What the words are about.
    pub categories: Categories,
    /// Who tells the person what was passed on; the caller where nobody is named.
    pub told_by: Option<WorkerId>,
}

impl Command for RecordMoveAway {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.holds(history)?;
        let words = Some(self.words.clone());
        let last_word = life::last_word(history, context, &words, self.categories)?;
        let told_by = self.told_by.clone().unwrap_or(context.by.worker.clone());
        Ok(life::end(
            history,
            context,
            Ending::MovedAway,
            Some(self.on),
            Some(told_by),
            last_word,
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        refusal::Code,
        testing::{World, gp, link_worker},
    };

    #[test]
    fn who_holds_the_case_records_it_and_all_are_told_that_but_not_where_to() {
        let mut world = World::with_involved_charity();
        let moved = RecordMoveAway {
            on: "2026-07-01".parse().unwrap(),
            words: Words::prose(
                "words",
                "To her sister in Leeds; pack to the practice there.",
            )
            .unwrap(),
            categories: Categories::of(&[Category::Contact]),
            told_by: None,
        };
        let refusal = world.when(&link_worker(), &moved).unwrap_err();
        assert_eq!(refusal.code, Code::CaseNotHeld);
        let events = world.when(&gp(), &moved).unwrap();
        let shown = |place: usize| world.shown(&link_worker(), events[place].id);
        assert_eq!([shown(0), shown(1)], [0, 1]);
        assert!(world.history.open_case().is_none());
    }
}
