//! `LiftVisitWarning`: the warning is not called for any longer. Why it was given stays with those who may read it.

use crate::{
    command::{Command, Context},
    event::{Draft, Kinds, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    version,
    visit_warning::SAFETY,
};

/// Lifts a visit warning.
#[derive(Clone, Copy, Debug)]
pub struct LiftVisitWarning {
    /// The warning, as the caller has seen it.
    pub seen: FactId,
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
        let unknown = || Refusal::of(Code::VisitWarningUnknown, "token");
        let sort = |about: &About| matches!(about, About::VisitWarning { .. });
        let older = version::newest_seen(history, context, self.seen, sort, unknown())?;
        let About::VisitWarning { visit_warning } = older.fact.about else {
            return Err(unknown());
        };
        let what = What::VisitWarningLifted { visit_warning };
        // It was lifted already.
        if history.event(older.id.event).map(|(kind, _)| kind) == Some(what.kind()) {
            return Err(unknown());
        }
        if !SAFETY.covers(history.reveals(context.organisation())) {
            return Err(Refusal::of(Code::NameReveals, "token"));
        }
        let fact = Fact {
            replaces: Some(self.seen),
            content: Content::People(Told::VisitWarningLifted),
            ..older.fact.clone()
        };
        Ok(vec![Draft {
            what,
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
        let lift = |seen| LiftVisitWarning { seen };
        let lifted = world
            .when(&link_worker(), &lift(first_fact(&recorded)))
            .unwrap();
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, lifted[0].id));
        assert_eq!(shown, [1, 1]);
        let again = world.when(&gp(), &lift(first_fact(&lifted))).unwrap_err();
        assert_eq!(again, Refusal::of(Code::VisitWarningUnknown, "token"));
        let stale = world.when(&gp(), &lift(first_fact(&recorded))).unwrap_err();
        assert_eq!(stale, Refusal::of(Code::Stale, "token"));
    }

    #[test]
    fn the_reason_is_no_warning_and_stays_with_its_readers() {
        let mut world = World::with_involved_charity();
        let recorded = world.when(&gp(), &warning()).unwrap();
        let warning = first_fact(&recorded);
        let reason = FactId {
            index: 1,
            ..warning
        };
        let refusal = world.when(&gp(), &LiftVisitWarning { seen: reason });
        assert_eq!(refusal.unwrap_err().code, Code::VisitWarningUnknown);
        let seen = warning;
        world
            .when(&link_worker(), &LiftVisitWarning { seen })
            .unwrap();
        let shown = [gp(), link_worker()].map(|by| world.shown(&by, warning.event));
        assert_eq!(shown, [2, 0]);
    }
}
