//! `AcceptJoinRequest`: the lead worker lets in whoever asked; the past that they are now entitled to is there.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{EventId, FactId, JoinRequestId, Mint},
    join_request::{JoinRequest, to_answer},
    joining::Told,
    refusal::Refusal,
    words::Words,
};

/// Accepts a request to join.
#[derive(Clone, Debug)]
pub struct AcceptJoinRequest {
    /// The request.
    pub request: JoinRequestId,
    /// The last event on it that the caller has seen.
    pub seen: EventId,
    /// A word to whoever asked.
    pub words: Option<Words>,
}

impl Command for AcceptJoinRequest {
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
            content: Content::Joining(Told::Accepted {
                words: self.words.clone(),
            }),
        };
        Ok(vec![Draft {
            what: What::JoinRequestAccepted {
                request: self.request,
            },
            facts: vec![answer, involvement(history, context, request)],
        }])
    }
}

/// That the organisation takes part, by the worker who asked.
fn involvement(history: &History, context: &Context, request: &JoinRequest) -> Fact {
    let asked = history.fact(FactId {
        event: request.event,
        index: 0,
    });
    let content = match asked.map(|asked| (&asked.fact.content, &asked.by.worker)) {
        Some((Content::Joining(Told::Asked { service_name, .. }), worker)) => {
            Content::Involvement {
                organisation: request.from.clone(),
                service: request.terms.service,
                service_name: service_name.clone(),
                worker: worker.clone(),
                lead: false,
            }
        }
        // Where the words were erased, that somebody takes part is known and not who.
        _ => Content::Erased,
    };
    Fact {
        about: About::Involvement,
        categories: request
            .terms
            .reveals
            .with(history.reveals(context.organisation())),
        restriction: None,
        replaces: None,
        content,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        agreement::Audience,
        category::Category,
        event::By,
        refusal::Code,
        testing::{World, admit, agreement, ask_to_join, gp, link_worker, note},
    };

    #[test]
    fn joining_brings_the_past_and_who_joined_sees_that_they_did() {
        let mut world = World::with_case();
        let damp = world
            .when(&gp(), &note("Damp.", &[Category::Housing]))
            .unwrap()[0]
            .id;
        let audience = Audience::EveryoneInvolved;
        world
            .when(&gp(), &agreement(audience, &[Category::Housing]))
            .unwrap();
        world.when(&link_worker(), &ask_to_join()).unwrap();
        assert_eq!(world.shown(&link_worker(), damp), 0);
        let event = world.when(&gp(), &admit(&world.history)).unwrap()[0].id;
        assert_eq!(
            [
                world.shown(&link_worker(), damp),
                world.shown(&link_worker(), event)
            ],
            [1, 2]
        );
        assert!(world.history.involves(&link_worker().organisation));
        assert_eq!(
            world.history.open_case().unwrap().holder.organisation,
            gp().organisation
        );
    }

    #[test]
    fn the_lead_worker_answers_once_to_what_they_saw() {
        let mut world = World::with_case();
        world.when(&link_worker(), &ask_to_join()).unwrap();
        let admit = admit(&world.history);
        let refused = |world: &mut World, by: &By| world.when(by, &admit).unwrap_err().code;
        assert_eq!(
            refused(&mut world, &link_worker()),
            Code::JoinRequestUnknown
        );
        let colleague = By {
            worker: "another".parse().unwrap(),
            ..gp()
        };
        assert_eq!(refused(&mut world, &colleague), Code::LeadOnly);
        let blind = AcceptJoinRequest {
            seen: EventId(uuid::Uuid::nil()),
            ..admit.clone()
        };
        assert_eq!(
            world.when(&gp(), &blind).unwrap_err(),
            Refusal::of(Code::Stale, "token")
        );
        world.when(&gp(), &admit).unwrap();
        assert_eq!(refused(&mut world, &gp()), Code::JoinRequestAnswered);
    }
}
