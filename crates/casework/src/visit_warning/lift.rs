//! `LiftVisitWarning`: a visit warning is no longer called for.

use crate::{
    category::{Categories, Category},
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    version::newest_seen,
    words::Words,
};

/// Lifts a visit warning.
#[derive(Clone, Debug)]
pub struct LiftVisitWarning {
    /// The warning, as the caller has seen it.
    pub seen: FactId,
    /// What everybody involved is to know about it.
    pub words: Option<Words>,
}

impl Command for LiftVisitWarning {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let unknown = || Refusal::of(Code::WarningUnknown, "token");
        let sort = |about: &About| matches!(about, About::VisitWarning { .. });
        let older = newest_seen(history, context, self.seen, sort, unknown())?;
        let About::VisitWarning { visit_warning } = older.fact.about else {
            return Err(unknown());
        };
        if history.people().is_lifted(visit_warning) {
            return Err(unknown());
        }
        let reveals = history.reveals(context.organisation());
        if !Categories::of(&[Category::Safety]).covers(reveals) {
            return Err(Refusal::of(Code::NameReveals, "token"));
        }
        let words = self.words.clone();
        let fact = Fact {
            replaces: Some(self.seen),
            content: Content::People(Told::VisitWarningLifted { words }),
            ..older.fact.clone()
        };
        Ok(vec![Draft {
            what: What::VisitWarningLifted { visit_warning },
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{World, first_fact, gp, link_worker, warning};

    #[test]
    fn everybody_involved_sees_that_it_is_lifted_and_it_is_lifted_once() {
        let mut world = World::with_involved_charity();
        let recorded = world.when(&gp(), &warning()).unwrap();
        let lift = |seen| LiftVisitWarning { seen, words: None };
        let lifted = world
            .when(&link_worker(), &lift(first_fact(&recorded)))
            .unwrap();
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, lifted[0].id));
        assert_eq!(shown, [1, 1]);
        let again = world.when(&gp(), &lift(first_fact(&lifted))).unwrap_err();
        assert_eq!(again, Refusal::of(Code::WarningUnknown, "token"));
        let stale = world.when(&gp(), &lift(first_fact(&recorded))).unwrap_err();
        assert_eq!(stale, Refusal::of(Code::Stale, "token"));
    }
}
