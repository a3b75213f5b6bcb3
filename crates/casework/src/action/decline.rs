//! `DeclineAction`: the service does not do what it was asked to do; why, and where to ask instead.

use crate::{
    action::{State, Told, ours, seen, standing},
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{ActionId, EventId, Mint},
    referral::DeclineReason,
    refusal::Refusal,
    words::Words,
};

/// Declines a requested action.
#[derive(Clone, Debug)]
pub struct DeclineAction {
    /// The action.
    pub action: ActionId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why, coded.
    pub reason: DeclineReason,
    /// Why, in words for whoever asked.
    pub words: Words,
    /// Where to ask instead.
    pub instead: Option<Words>,
}

impl Command for DeclineAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let action = seen(history, self.action, self.seen, context)?;
        ours(history, action, context)?;
        standing(action, State::Requested)?;
        let told = Told::Declined {
            reason: self.reason,
            words: self.words.clone(),
            instead: self.instead.clone(),
        };
        Ok(vec![Draft {
            what: What::ActionDeclined {
                action: self.action,
            },
            facts: vec![action.fact(history, told)],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::testing::{
        World,
        actions::{decline, request},
        gp, link_worker,
    };

    #[test]
    fn both_sides_keep_the_request_and_its_answer_and_nothing_else_stays() {
        let mut world = World::with_case();
        world.when(&gp(), &request()).unwrap();
        let event = world
            .when(&link_worker(), &decline(&world.history))
            .unwrap()[0]
            .id;
        assert_eq!(world.shown(&gp(), event), 1);
        let kinds: Vec<_> = world
            .disclosed(&link_worker())
            .iter()
            .map(|d| d.fact.about.kind())
            .collect();
        assert_eq!(kinds, ["action", "action"]);
        assert!(!world.history.involves(&link_worker().organisation));
    }
}
