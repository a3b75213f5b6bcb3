//! `UnmarkWrongPerson`: it was about this person after all. For the privacy officers, who alone still see the entry.

use crate::{
    Right,
    command::{Command, Context},
    event::{Draft, What},
    history::{History, Recorded},
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    words::Words,
    wrong_person::said,
};

/// Takes a mark back: whoever could see the entry before sees it again.
#[derive(Clone, Debug)]
pub struct UnmarkWrongPerson {
    /// The entry that was marked.
    pub fact: FactId,
    /// Why, for the privacy officers.
    pub words: Words,
}

impl Command for UnmarkWrongPerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.may(Right::PutBack)?;
        let ours = |recorded: &&Recorded| {
            recorded.by.organisation == *context.organisation() && history.is_misplaced(recorded.id)
        };
        let Some(recorded) = history.fact(self.fact).filter(ours) else {
            return Err(Refusal::of(Code::FactUnknown, "fact_id"));
        };
        let told = Told::WrongPersonUnmarked {
            words: self.words.clone(),
        };
        let what = What::WrongPersonUnmarked { fact: self.fact };
        Ok(said(what, recorded, told))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        note::record::RecordNote,
        testing::{World, first_fact, gp, link_worker, mark, note, privacy_officer, unmark},
    };

    #[test]
    fn whoever_could_see_it_sees_it_again_and_nobody_else_learns_that_it_was_gone() {
        let mut world = World::with_involved_charity();
        let restricted = RecordNote {
            restriction: Some(crate::fact::Restriction {
                organisations: [link_worker().organisation].into(),
                ..Default::default()
            }),
            ..note("Asthma.", &[Category::Health])
        };
        let fact = first_fact(&world.when(&gp(), &restricted).unwrap());
        let colleague = crate::event::By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        let shown = |world: &World| {
            [gp(), colleague.clone(), link_worker()].map(|by| world.shown(&by, fact.event))
        };
        let before = shown(&world);
        let marked = world.when(&gp(), &mark(fact)).unwrap()[0].id;
        assert_eq!(shown(&world), [0, 0, 0]);
        let unmarked = world.when(&privacy_officer(), &unmark(fact)).unwrap()[0].id;
        assert_eq!(shown(&world), before);
        for event in [marked, unmarked] {
            let shown = [gp(), privacy_officer()].map(|by| world.shown(&by, event));
            assert_eq!(shown, [0, 1]);
        }
    }

    #[test]
    fn only_a_privacy_officer_takes_a_mark_back_and_only_where_there_is_one() {
        let mut world = World::with_case();
        let noted = world.when(&gp(), &note("A note.", &[Category::Health]));
        let fact = first_fact(&noted.unwrap());
        let unknown = Refusal::of(Code::FactUnknown, "fact_id");
        let officer = privacy_officer();
        assert_eq!(world.when(&officer, &unmark(fact)).unwrap_err(), unknown);
        world.when(&gp(), &mark(fact)).unwrap();
        let refusal = world.when(&gp(), &unmark(fact)).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
        world.when(&officer, &unmark(fact)).unwrap();
        assert_eq!(world.when(&officer, &unmark(fact)).unwrap_err(), unknown);
    }
}
