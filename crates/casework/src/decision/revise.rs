//! `ReviseDecision`: the person changes their mind, or decides again with what is known now.

use crate::{
    category::Categories,
    command::{Command, Context},
    decision::{Decided, Told, check},
    disclosure::shown_to,
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::{History, Recorded},
    ids::{DecisionId, EventId, Mint},
    refusal::{Code, Refusal},
    words::Words,
};

/// Revises a decision: the new version takes the place of the one that the caller saw.
#[derive(Clone, Debug)]
pub struct ReviseDecision {
    /// The decision.
    pub decision: DecisionId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// What is decided now.
    pub decided: Decided,
    /// What it is about, besides what it was about before.
    pub categories: Categories,
    /// Why.
    pub words: Words,
}

impl Command for ReviseDecision {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.involved(history)?;
        let visible = |recorded: &&Recorded| shown_to(history, &context.by, recorded, context.now);
        let stands = |recorded: &&Recorded| history.stands(recorded.id);
        let told = history.told_of(self.decision).filter(stands);
        let Some(newest) = told.filter(visible).last() else {
            return Err(Refusal::of(Code::DecisionUnknown, "decision_id"));
        };
        if newest.id.event != self.seen {
            return Err(Refusal::of(Code::Stale, "token"));
        }
        // A newer version inherits what protected the older one: deciding again must not open it up.
        let categories = self.categories.with(newest.fact.categories);
        check(&self.decided, categories, context)?;
        Ok(vec![Draft {
            what: What::DecisionRevised {
                decision: self.decision,
            },
            facts: vec![Fact {
                about: About::Decision {
                    decision: self.decision,
                },
                categories: categories.with(history.reveals(context.organisation())),
                restriction: newest.fact.restriction.clone(),
                replaces: Some(newest.id),
                content: Content::Decision(Told::Revised {
                    decided: self.decided.clone(),
                    words: self.words.clone(),
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
        agreement::Audience,
        category::Category,
        testing::{
            World, agreement,
            decisions::{decide, revise},
            gp, link_worker,
        },
    };

    #[test]
    fn another_organisation_that_sees_it_records_the_change_of_mind_and_the_first_one_sees_that() {
        let mut world = World::with_involved_charity();
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::Health]);
        world.when(&gp(), &everyone).unwrap();
        world.when(&gp(), &decide()).unwrap();
        let event = world.when(&link_worker(), &revise(&world.history)).unwrap()[0].id;
        assert_eq!(
            [gp(), link_worker()].map(|by| world.shown(&by, event)),
            [1, 1]
        );
    }

    #[test]
    fn who_may_not_see_the_new_version_sees_no_older_one() {
        let mut world = World::with_involved_charity();
        let everyone = agreement(Audience::EveryoneInvolved, &[Category::Health]);
        world.when(&gp(), &everyone).unwrap();
        let first = world.when(&gp(), &decide()).unwrap()[0].id;
        assert_eq!(world.shown(&link_worker(), first), 1);
        let revised = ReviseDecision {
            categories: Categories::of(&[Category::MentalHealth]),
            ..revise(&world.history)
        };
        world.when(&gp(), &revised).unwrap();
        assert_eq!(world.shown(&link_worker(), first), 0);
        let unknown = world.when(&link_worker(), &revised).unwrap_err();
        assert_eq!(unknown, Refusal::of(Code::DecisionUnknown, "decision_id"));
    }

    #[test]
    fn one_that_was_revised_in_the_meantime_is_stale() {
        let mut world = World::with_case();
        world.when(&gp(), &decide()).unwrap();
        let command = revise(&world.history);
        world.when(&gp(), &command).unwrap();
        assert_eq!(
            world.when(&gp(), &command).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
    }
}
