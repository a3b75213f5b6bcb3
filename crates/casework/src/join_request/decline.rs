//! `DeclineJoinRequest`: the lead worker turns away whoever asked, and says why.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{Content, Fact},
    history::History,
    ids::{EventId, JoinRequestId, Mint},
    join_request::to_answer,
    joining::Told,
    refusal::Refusal,
    words::Words,
};

/// Declines a request to join.
#[derive(Clone, Debug)]
pub struct DeclineJoinRequest {
    /// The request.
    pub request: JoinRequestId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// Why, for whoever asked.
    pub words: Words,
}

impl Command for DeclineJoinRequest {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let request = to_answer(history, self.request, self.seen, context)?;
        let answer = Fact {
            about: request.about(),
            categories: request.categories,
            restriction: None,
            replaces: None,
            content: Content::Joining(Told::Declined {
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::JoinRequestDeclined {
                request: self.request,
            },
            facts: vec![answer],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        refusal::Code,
        testing::{World, admit, ask_to_join, gp, link_worker},
    };

    #[test]
    fn whoever_asked_is_told_why_and_may_ask_again() {
        let mut world = World::with_case();
        world.when(&link_worker(), &ask_to_join()).unwrap();
        let admit = admit(&world.history);
        let decline = DeclineJoinRequest {
            request: admit.request,
            seen: admit.seen,
            words: Words::prose("words", "She wants nobody else just now.").unwrap(),
        };
        let event = world.when(&gp(), &decline).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&link_worker(), event),
                world.shown_in_all(&link_worker())
            ],
            [1, 2]
        );
        assert_eq!(
            world.when(&gp(), &admit).unwrap_err().code,
            Code::JoinRequestAnswered
        );
        assert!(!world.history.involves(&link_worker().organisation));
        world.when(&link_worker(), &ask_to_join()).unwrap();
    }
}
