//! `RecordDecision`: what the person decided together with whoever helped them to weigh it.

use crate::{
    category::Categories,
    command::{Command, Context},
    decision::{Decided, Told, check},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{DecisionId, Mint},
    refusal::Refusal,
};

/// Records a decision.
#[derive(Clone, Debug)]
pub struct RecordDecision {
    /// What was decided.
    pub decided: Decided,
    /// What it is about.
    pub categories: Categories,
}

impl Command for RecordDecision {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        check(&self.decided, self.categories, context)?;
        let decision = DecisionId(mint.mint());
        Ok(vec![Draft {
            what: What::DecisionRecorded { decision },
            facts: vec![Fact {
                about: About::Decision { decision },
                categories: self
                    .categories
                    .with(history.reveals(context.organisation())),
                restriction: None,
                replaces: None,
                content: Content::Decision(Told::Recorded {
                    decided: self.decided.clone(),
                }),
            }],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        decision::{Choice, OPTIONS_MAX},
        refusal::Code,
        testing::{World, decisions::decide, gp, link_worker},
    };

    #[test]
    fn its_categories_say_who_sees_it() {
        let mut world = World::with_involved_charity();
        let event = world.when(&gp(), &decide()).unwrap()[0].id;
        assert_eq!(
            [gp(), link_worker()].map(|by| world.shown(&by, event)),
            [1, 0]
        );
    }

    #[test]
    fn a_choice_is_one_of_the_options_or_said_in_words() {
        let mut world = World::with_case();
        let mut command = decide();
        command.decided.choice = Choice::Option { place: 2 };
        assert_eq!(
            world.when(&gp(), &command).unwrap_err(),
            Refusal::of(Code::ChoiceMissing, "decided.option")
        );
        command.decided.choice = Choice::Other {
            words: crate::words::Words::prose("words", "Wait until spring.").unwrap(),
        };
        world.when(&gp(), &command).unwrap();
    }

    #[test]
    fn without_options_with_too_many_or_about_nothing_it_is_refused() {
        let mut world = World::with_case();
        let mut command = decide();
        command.decided.options.clear();
        let code = |world: &mut World, command: &RecordDecision| {
            world.when(&gp(), command).unwrap_err().code
        };
        assert_eq!(code(&mut world, &command), Code::NothingToRecord);
        command.decided.options = vec![decide().decided.options[0].clone(); OPTIONS_MAX + 1];
        assert_eq!(code(&mut world, &command), Code::TooMany);
        let command = RecordDecision {
            categories: Categories::NONE,
            ..decide()
        };
        assert_eq!(code(&mut world, &command), Code::CategoryMissing);
    }
}
