//! `RecordVisitWarning`: what to mind on a visit, for everybody involved; and why, for named readers.

use std::collections::BTreeSet;

use crate::{
    agreement::record::recorder_only,
    category::{Categories, Category},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact, Restriction},
    history::History,
    ids::{Mint, VisitWarningId},
    people::Told,
    refusal::{Code, Refusal},
    visit_warning::Warning,
    words::Words,
};

/// Records a visit warning.
#[derive(Clone, Debug)]
pub struct RecordVisitWarning {
    /// What to mind.
    pub warnings: BTreeSet<Warning>,
    /// Why, where it is said.
    pub reason: Option<Words>,
    /// Who reads why; the recording organisation, where nobody is named.
    pub readers: Option<Restriction>,
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
        let categories = Categories::of(&[Category::Safety]);
        // Everybody involved is shown the warning, and so who gives it. Held back it would help nobody, so the
        // worker is told, and a colleague of another organisation can record it.
        let reveals = history.reveals(context.organisation());
        if !categories.covers(reveals) {
            return Err(Refusal::of(Code::NameReveals, "warnings"));
        }
        let visit_warning = VisitWarningId(mint.mint());
        let fact = |about, restriction, told| Fact {
            about,
            categories,
            restriction,
            replaces: None,
            content: Content::People(told),
        };
        let warnings = self.warnings.clone();
        let mut facts = vec![fact(
            About::VisitWarning { visit_warning },
            None,
            Told::VisitWarning { warnings },
        )];
        if let Some(words) = self.reason.clone() {
            let readers = self.readers.clone().unwrap_or(recorder_only(context));
            facts.push(fact(
                About::VisitWarningReason { visit_warning },
                Some(readers),
                Told::VisitWarningReason { words },
            ));
        }
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
    use crate::testing::{World, gp, link_worker, warning};

    #[test]
    fn everybody_involved_sees_the_warning_and_named_readers_why() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &warning()).unwrap()[0].id;
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, event));
        assert_eq!(shown, [2, 1]);
        let named = RecordVisitWarning {
            readers: Some(Restriction {
                organisations: [link_worker().organisation].into(),
                ..Restriction::default()
            }),
            ..warning()
        };
        let event = world.when(&gp(), &named).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), event), 2);
    }

    #[test]
    fn who_is_only_asked_to_help_is_shown_none() {
        let mut world = World::with_case();
        let event = world.when(&gp(), &warning()).unwrap()[0].id;
        world.when(&gp(), &crate::testing::referral()).unwrap();
        assert_eq!(world.shown(&link_worker(), event), 0);
    }

    #[test]
    fn a_warning_of_nothing_is_refused() {
        let nothing = RecordVisitWarning {
            warnings: BTreeSet::new(),
            ..warning()
        };
        let refusal = World::with_case().when(&gp(), &nothing).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::ChoiceMissing, "warnings"));
    }
}
