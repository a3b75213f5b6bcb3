//! `CorrectFact`: a note or passage is put right by a newer version, which inherits what protected the older one.

use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{Content, Fact, restrict::own_standing},
    history::History,
    ids::{FactId, Mint},
    refusal::{Code, Refusal},
    words::Words,
};

/// Corrects a fact.
#[derive(Clone, Debug)]
pub struct CorrectFact {
    /// The fact: the newest version that the caller has seen.
    pub fact: FactId,
    /// What it should have said.
    pub words: Words,
    /// What it is about besides; nothing that it was said to be about is taken away.
    pub categories: Categories,
}

impl Command for CorrectFact {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let recorded = own_standing(history, context, self.fact)?;
        let content = match recorded.fact.content.clone() {
            Content::Note { .. } => Content::Note {
                words: self.words.clone(),
            },
            Content::Passage {
                do_not_ask_again,
                helped_by,
                ..
            } => Content::Passage {
                words: self.words.clone(),
                do_not_ask_again,
                helped_by,
            },
            _ => return Err(Refusal::of(Code::FactFixed, "fact_id")),
        };
        let fact = Fact {
            about: recorded.fact.about,
            categories: recorded
                .fact
                .categories
                .with(self.categories)
                .with(history.reveals(context.organisation())),
            restriction: recorded.fact.restriction.clone(),
            replaces: Some(self.fact),
            content,
        };
        Ok(vec![Draft {
            what: What::FactCorrected {},
            facts: vec![fact],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        testing::{World, agreement, first_fact, gp, link_worker, note, objection},
    };

    fn correct(fact: FactId, categories: &[Category]) -> CorrectFact {
        CorrectFact {
            fact,
            words: Words::prose("words", "Damp in the bathroom.").unwrap(),
            categories: Categories::of(categories),
        }
    }

    #[test]
    fn the_newer_version_takes_the_place_of_the_older_one_in_what_it_is_about() {
        let mut world = World::with_involved_charity();
        let audience = Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Housing]))
            .unwrap();
        let first = first_fact(
            &world
                .when(&gp(), &note("Damp.", &[Category::Housing]))
                .unwrap(),
        );
        let second = first_fact(&world.when(&gp(), &correct(first, &[])).unwrap());
        let shown = |world: &World, fact: FactId| world.shown(&link_worker(), fact.event);
        assert_eq!([shown(&world, first), shown(&world, second)], [1, 1]);
        // It turns out to be about more than they agreed to share.
        let third = first_fact(
            &world
                .when(&gp(), &correct(second, &[Category::MentalHealth]))
                .unwrap(),
        );
        assert_eq!(
            [first, second, third].map(|fact| shown(&world, fact)),
            [0, 0, 0]
        );
    }

    #[test]
    fn only_its_recorders_correct_it_and_only_the_newest_version() {
        let mut world = World::with_involved_charity();
        let first = first_fact(
            &world
                .when(&gp(), &note("Damp.", &[Category::Health]))
                .unwrap(),
        );
        let by_others = world
            .when(&link_worker(), &correct(first, &[]))
            .unwrap_err();
        assert_eq!(by_others, Refusal::of(Code::FactUnknown, "fact_id"));
        world.when(&gp(), &correct(first, &[])).unwrap();
        assert_eq!(
            world.when(&gp(), &correct(first, &[])).unwrap_err().code,
            Code::Stale
        );
    }

    #[test]
    fn what_is_not_plain_words_has_commands_of_its_own() {
        let mut world = World::with_case();
        let everyone = objection(crate::objection::Against::Everyone, None);
        let decision = first_fact(&world.when(&gp(), &everyone).unwrap());
        assert_eq!(
            world.when(&gp(), &correct(decision, &[])).unwrap_err().code,
            Code::FactFixed
        );
    }
}
