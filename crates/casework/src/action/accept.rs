//! `AcceptAction`: the service does what it was asked to do, and takes part.

use crate::{
    action::{State, Told, seen, standing},
    ask,
    command::{Command, Context},
    event::{Draft, What},
    fact::Content,
    history::History,
    ids::{ActionId, EventId, Mint},
    refusal::Refusal,
    words::Words,
};

/// Accepts a requested action. The caller does it, until it is given to a colleague.
#[derive(Clone, Debug)]
pub struct AcceptAction {
    /// The action.
    pub action: ActionId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// A word to whoever asked.
    pub words: Option<Words>,
}

impl Command for AcceptAction {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        context.acting_for_organisation()?;
        let action = seen(history, self.action, self.seen, context)?;
        super::ours(history, action, context)?;
        standing(action, State::Requested)?;
        let told = Told::Accepted {
            worker: context.by.worker.clone(),
            words: self.words.clone(),
        };
        let mut facts = vec![action.fact(history, told)];
        let terms = action.request.as_ref().map(|request| &request.terms);
        let takes_part = |terms: &&crate::service::ServiceTerms| {
            history
                .involvements()
                .any(|i| i.terms.service == terms.service)
        };
        if let Some(terms) = terms.filter(|terms| !takes_part(terms)) {
            let requested = action.beginning(history).map(|asked| &asked.fact.content);
            let name = match requested {
                Some(Content::Action(Told::Requested { service_name, .. })) => Some(service_name),
                _ => None,
            };
            facts.push(ask::involvement(terms, name, context));
        }
        Ok(vec![Draft {
            what: What::ActionAccepted {
                action: self.action,
            },
            facts,
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{
            World, about_me,
            actions::{accept, agree, decline, request},
            gp, link_worker, passage,
        },
    };

    #[test]
    fn whoever_accepts_takes_part() {
        let mut world = World::with_case();
        let choir = world
            .when(&gp(), &about_me(vec![passage("Choir.", &[])]))
            .unwrap()[0]
            .id;
        world.when(&gp(), &request()).unwrap();
        assert_eq!(world.shown(&link_worker(), choir), 0);
        let accepted = world.when(&link_worker(), &accept(&world.history)).unwrap();
        assert_eq!(accepted[0].facts.len(), 2);
        assert!(world.history.involves(&link_worker().organisation));
        assert_eq!(world.shown(&link_worker(), choir), 1);
        let action = world.history.actions().next().unwrap();
        assert_eq!(action.worker, Some(link_worker().worker));
    }

    #[test]
    fn a_service_that_takes_part_already_is_not_named_twice() {
        let mut world = World::with_involved_charity();
        world.when(&gp(), &request()).unwrap();
        let accepted = world.when(&link_worker(), &accept(&world.history)).unwrap();
        assert_eq!(accepted[0].facts.len(), 1);
    }

    #[test]
    fn only_the_service_that_was_asked_answers_and_once() {
        let mut world = World::with_case();
        world.when(&gp(), &request()).unwrap();
        let command = accept(&world.history);
        let code = |refusal: Refusal| refusal.code;
        assert_eq!(
            world.when(&gp(), &command).map_err(code).unwrap_err(),
            Code::ActionNotYours
        );
        world.when(&link_worker(), &command).unwrap();
        assert_eq!(
            world
                .when(&link_worker(), &command)
                .map_err(code)
                .unwrap_err(),
            Code::Stale
        );
        let again = accept(&world.history);
        assert_eq!(
            world
                .when(&link_worker(), &again)
                .map_err(code)
                .unwrap_err(),
            Code::ActionAnswered
        );
    }

    #[test]
    fn what_was_declined_or_never_asked_cannot_be_accepted() {
        let mut world = World::with_case();
        world.when(&gp(), &request()).unwrap();
        world
            .when(&link_worker(), &decline(&world.history))
            .unwrap();
        let declined = world.when(&link_worker(), &accept(&world.history));
        assert_eq!(declined.unwrap_err().code, Code::ActionEnded);
        let mut world = World::with_case();
        world.when(&gp(), &agree(&gp())).unwrap();
        let agreed = world.when(&gp(), &accept(&world.history));
        assert_eq!(agreed.unwrap_err().code, Code::ActionAnswered);
    }

    #[test]
    fn for_whoever_may_not_see_it_there_is_no_such_action() {
        let mut world = World::with_case();
        world.when(&gp(), &agree(&gp())).unwrap();
        let hidden = world.when(&link_worker(), &accept(&world.history));
        assert_eq!(
            hidden.unwrap_err(),
            Refusal::of(Code::ActionUnknown, "action_id")
        );
    }
}
