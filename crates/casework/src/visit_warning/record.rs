//! `RecordVisitWarning`: what to mind on a visit, for everybody involved; and why, for named readers.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::History,
    ids::{Mint, VisitWarningId},
    people::Told,
    refusal::{Code, Refusal},
    visit_warning::{SAFETY, Warnings},
    words::Words,
};

/// Records a visit warning.
#[derive(Clone, Debug)]
pub struct RecordVisitWarning {
    /// What to mind.
    pub warnings: Warnings,
    /// Why.
    pub reason: Words,
    /// Who reads why besides the writer.
    pub readers: Restriction,
}

impl Command for RecordVisitWarning {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        if self.warnings.is_empty() {
            return Err(Refusal::of(Code::ChoiceMissing, "warnings"));
        }
        // Everybody involved is shown the warning, and so who gives it. Held back it would help nobody.
        if !SAFETY.covers(history.reveals(context.organisation())) {
            return Err(Refusal::of(Code::NameReveals, "warnings"));
        }
        let visit_warning = VisitWarningId(mint.mint());
        let fact = |about, restriction, told| Fact {
            about,
            categories: SAFETY,
            restriction,
            replaces: None,
            content: Content::People(told),
        };
        let warning = Told::VisitWarning {
            warnings: self.warnings.clone(),
        };
        let reason = Told::VisitWarningReason {
            words: self.reason.clone(),
        };
        // The warning is always the first: its place tells nobody that a reason follows.
        let facts = vec![
            fact(About::VisitWarning { visit_warning }, None, warning),
            fact(
                About::VisitWarningReason { visit_warning },
                Some(self.readers.clone()),
                reason,
            ),
        ];
        Ok(vec![Draft {
            what: What::VisitWarningRecorded { visit_warning },
            facts,
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::{Categories, Category},
        testing::{World, accept, gp, link_worker, referral, warning},
    };

    #[test]
    fn everybody_involved_sees_the_warning_and_named_readers_why() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &warning()).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [2, 1]);
        let named = RecordVisitWarning {
            readers: Restriction {
                organisations: [link_worker().organisation].into(),
                ..Restriction::default()
            },
            ..warning()
        };
        let event = world.when(&gp(), &named).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 2);
    }

    #[test]
    fn whoever_is_only_asked_to_help_is_shown_none() {
        let mut world = World::with_case();
        let event = world.when(&gp(), &warning()).unwrap()[0].id;
        world.when(&gp(), &referral()).unwrap();
        assert_eq!(world.shown(&link_worker(), event), 0);
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        assert_eq!(world.shown(&link_worker(), event), 1);
    }

    #[test]
    fn a_warning_of_nothing_is_refused_and_so_is_one_by_a_name_that_reveals_more() {
        let nothing = RecordVisitWarning {
            warnings: Warnings::new(),
            ..warning()
        };
        let mut world = World::with_case();
        let refusal = world.when(&gp(), &nothing).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::ChoiceMissing, "warnings"));
        let mut asked = referral();
        asked.service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world.when(&gp(), &asked).unwrap();
        world.when(&link_worker(), &accept(&world.history)).unwrap();
        let refusal = world.when(&link_worker(), &warning()).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::NameReveals, "warnings"));
    }
}
