//! `CloseCase`: what there was to do is done, or cannot be done here; everyone who took part is told once.

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

/// Why a case is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CloseReason {
    /// The goals are reached, or as good as that.
    GoalsReached,
    /// Somebody else goes on with it, outside of this.
    SupportElsewhere,
    /// The person could not be reached for long.
    NotReached,
    /// Another reason, given in words.
    Other,
}

impl CloseReason {
    /// As it stands before the words about it.
    pub const fn as_str(self) -> &'static str {
        match self {
            CloseReason::GoalsReached => "The goals are reached.",
            CloseReason::SupportElsewhere => "Support goes on elsewhere.",
            CloseReason::NotReached => "The person could not be reached.",
            CloseReason::Other => "Closed for another reason.",
        }
    }
}

/// Closes the case.
#[derive(Clone, Debug)]
pub struct CloseCase {
    /// Why, coded.
    pub reason: CloseReason,
    /// What came of it.
    pub words: Words,
    /// What the words are about.
    pub categories: Categories,
    /// Who tells the person; the caller where nobody is named.
    pub told_by: Option<WorkerId>,
}

impl Command for CloseCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.holds(history)?;
        let words = format!("{} {}", self.reason.as_str(), self.words);
        let words = Words::prose("words", &words)?;
        let last_word = life::last_word(history, context, &Some(words), self.categories)?;
        let told_by = self.told_by.clone().unwrap_or(context.by.worker.clone());
        Ok(life::end(
            history,
            context,
            Ending::Closed,
            None,
            Some(told_by),
            last_word,
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        category::Category,
        fact::About,
        life::testing::close,
        refusal::Code,
        testing::{World, accept, gp, housing, link_worker, maureen, note, referral},
        timer,
    };

    #[test]
    fn everyone_who_took_part_is_told_once_and_keeps_that_and_their_own_records() {
        let mut world = World::with_involved_charity();
        world
            .when(&gp(), &note("Asthma.", &[Category::Health]))
            .unwrap();
        let own = world
            .when(&link_worker(), &note("Tea.", &[Category::AboutMe]))
            .unwrap()[0]
            .id;
        let events = world.when(&gp(), &close()).unwrap();
        assert!(!world.history.involves(&link_worker().organisation));
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| (d.fact.about.kind(), d.id.event == own))
            .collect();
        // The referral as it was raised and accepted, and that it ended; the part that it recorded to take; its note.
        let expected = [
            ("referral", false),
            ("referral", false),
            ("involvement", false),
            ("note", true),
            ("ending", false),
            ("referral", false),
        ];
        assert_eq!(kinds, expected);
        assert_eq!(
            world.shown(&link_worker(), events[0].id),
            0,
            "the last word"
        );
    }

    #[test]
    fn what_was_asked_ends_and_those_who_were_asked_are_told() {
        let mut world = World::with_case();
        world.when(&gp(), &referral()).unwrap();
        let early = accept(&world.history);
        world.when(&gp(), &close()).unwrap();
        assert!(timer::due(&world.history).is_empty());
        let code = world.when(&link_worker(), &early).unwrap_err().code;
        assert_eq!(code, Code::ReferralAnswered);
        let about: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about)
            .collect();
        let referral = world.history.referrals().next().unwrap().about();
        assert_eq!(about, [referral, referral]);
    }

    #[test]
    fn only_who_holds_it_closes_it_and_nothing_is_done_on_a_closed_case() {
        let mut world = World::with_involved_charity();
        let refusal = world.when(&link_worker(), &close()).unwrap_err();
        assert_eq!(refusal.code, Code::CaseNotHeld);
        world.when(&gp(), &close()).unwrap();
        let code = world.when(&gp(), &close()).unwrap_err().code;
        assert_eq!(code, Code::CaseUnknown);
    }

    #[test]
    fn another_case_can_be_opened_later_and_earlier_parts_do_not_come_back() {
        let mut world = World::with_involved_charity();
        let first = world.history.open_case().unwrap().case;
        world.when(&gp(), &close()).unwrap();
        world.when(&gp(), &maureen()).unwrap();
        assert_ne!(world.history.open_case().unwrap().case, first);
        assert!(!world.history.involves(&link_worker().organisation));
        assert!(!world.history.involves(&housing().terms.organisation));
        let told = |d: &crate::disclosure::Disclosed| matches!(d.fact.about, About::Ending { .. });
        assert!(world.disclosed(&gp()).iter().any(told));
    }
}
