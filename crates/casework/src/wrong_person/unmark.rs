//! `UnmarkWrongPerson`: it was about this person after all. For the privacy officers, who alone still see it.

use crate::{
    Role,
    command::{Command, Context},
    event::{Draft, What},
    history::{History, Recorded},
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    words::Words,
    wrong_person::mark::note,
};

/// Takes a mark back.
#[derive(Clone, Debug)]
pub struct UnmarkWrongPerson {
    /// The fact that was marked.
    pub fact: FactId,
    /// Why.
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
        context.involved(history)?;
        context.only(&[Role::PrivacyOfficer])?;
        let marked = |recorded: &&Recorded| {
            recorded.by.organisation == *context.organisation()
                && history.people().is_marked(recorded.id)
        };
        let Some(recorded) = history.fact(self.fact).filter(marked) else {
            return Err(Refusal::of(Code::FactUnknown, "fact_id"));
        };
        let words = self.words.clone();
        Ok(vec![Draft {
            what: What::WrongPersonUnmarked { fact: self.fact },
            facts: vec![note(recorded, Told::WrongPersonUnmarked { words })],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        testing::{World, by, first_fact, gp, mark, note},
    };

    #[test]
    fn only_a_privacy_officer_takes_a_mark_back_and_only_where_there_is_one() {
        let mut world = World::with_case();
        let noted = world.when(&gp(), &note("A note.", &[Category::Health]));
        let fact = first_fact(&noted.unwrap());
        let words = Words::prose("words", "It was about her after all.").unwrap();
        let unmark = UnmarkWrongPerson { fact, words };
        let officer = by("E82999", "ig.lead", Role::PrivacyOfficer);
        let unknown = Refusal::of(Code::FactUnknown, "fact_id");
        assert_eq!(world.when(&officer, &unmark).unwrap_err(), unknown);
        world.when(&gp(), &mark(fact)).unwrap();
        let refusal = world.when(&gp(), &unmark).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
        world.when(&officer, &unmark).unwrap();
        assert_eq!(world.when(&officer, &unmark).unwrap_err(), unknown);
    }
}
