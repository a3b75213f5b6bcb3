//! `MarkWrongPerson`: something was recorded on the wrong person.

use crate::{
    command::{Command, Context},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{FactId, Mint},
    people::Told,
    refusal::{Code, Refusal},
    words::Words,
};

/// Marks a fact as being about somebody else. All its versions leave every view but that of the privacy officers.
#[derive(Clone, Debug)]
pub struct MarkWrongPerson {
    /// The fact.
    pub fact: FactId,
    /// How it came about, for the privacy officers.
    pub words: Words,
}

impl Command for MarkWrongPerson {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let visible = |recorded: &&Recorded| shown_to(history, &context.by, recorded, context.now);
        // What others recorded is theirs to take back.
        let ours = |recorded: &&Recorded| recorded.by.organisation == *context.organisation();
        let Some(recorded) = history.fact(self.fact).filter(ours).filter(visible) else {
            return Err(Refusal::of(Code::FactUnknown, "fact_id"));
        };
        if matches!(recorded.fact.about, About::Identity | About::Involvement) {
            return Err(Refusal::of(Code::FactStays, "fact_id"));
        }
        let words = self.words.clone();
        Ok(vec![Draft {
            what: What::WrongPersonMarked { fact: self.fact },
            facts: vec![note(recorded, Told::WrongPerson { words })],
        }])
    }
}

/// What is said about the mark: only those who are shown the marked fact are shown it.
pub(super) fn note(recorded: &Recorded, told: Told) -> Fact {
    Fact {
        about: About::WrongPerson { fact: recorded.id },
        categories: recorded.fact.categories,
        restriction: None,
        replaces: None,
        content: Content::People(told),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        Role,
        category::Category,
        disclosure::Readers,
        event::By,
        testing::{World, by, first_fact, gp, link_worker, mark, note},
        wrong_person::unmark::UnmarkWrongPerson,
    };

    fn privacy_officer() -> By {
        by("E82999", "ig.lead", Role::PrivacyOfficer)
    }

    #[test]
    fn it_leaves_every_view_but_that_of_the_recorders_privacy_officers_and_comes_back() {
        let mut world = World::with_involved_charity();
        let noted = world
            .when(&gp(), &note("Another Maureen.", &[Category::Health]))
            .unwrap();
        let fact = first_fact(&noted);
        let marked = world.when(&gp(), &mark(fact)).unwrap();
        let listed = |world: &World, by: &By| -> Vec<(FactId, Readers)> {
            let shown = world.disclosed(by).into_iter();
            let about = shown.filter(|d| d.id == fact || d.id.event == marked[0].id);
            about
                .map(|d| (d.id, d.grants[0].readers.clone()))
                .collect()
        };
        for event in [noted[0].id, marked[0].id] {
            assert_eq!(world.shown(&gp(), event), 0);
        }
        let officers = Readers::PrivacyOfficers;
        let expected = [
            (fact, officers.clone()),
            (first_fact(&marked), officers.clone()),
        ];
        assert_eq!(listed(&world, &gp()), expected);
        assert_eq!(listed(&world, &link_worker()), []);
        let words = Words::prose("words", "It was about her after all.").unwrap();
        let unmark = UnmarkWrongPerson { fact, words };
        world.when(&privacy_officer(), &unmark).unwrap();
        assert_eq!(world.shown(&gp(), noted[0].id), 1);
        assert_eq!(world.shown(&gp(), marked[0].id), 0);
    }

    #[test]
    fn nobody_marks_what_others_recorded_and_the_case_does_not_lose_its_footing() {
        let mut world = World::with_involved_charity();
        let noted = world
            .when(&link_worker(), &note("Came on Thursday.", &[Category::AboutMe]))
            .unwrap();
        assert_eq!(world.shown(&gp(), noted[0].id), 1);
        let refusal = world.when(&gp(), &mark(first_fact(&noted))).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::FactUnknown, "fact_id"));
        let identity = first_fact(&world.events);
        let refusal = world.when(&gp(), &mark(identity)).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::FactStays, "fact_id"));
    }
}
