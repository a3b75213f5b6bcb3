//! `RaiseJoinRequest`: an organisation that found the person asks the lead worker to be let in.

use crate::{
    category::Categories,
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{JoinRequestId, Mint, OrganisationId},
    join_request::{JoinRequestRaised, outside, own_open},
    joining::Told,
    refusal::{Code, Refusal},
    service::{Service, ServiceTerms},
    words::Words,
};

/// Asks to join the open case.
#[derive(Clone, Debug)]
pub struct RaiseJoinRequest {
    /// The caller's own service through which it would take part.
    pub service: Service,
    /// Why.
    pub reason: Words,
    /// What the reason is about.
    pub categories: Categories,
}

impl Command for RaiseJoinRequest {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let asked = outside(history, context, &self.service)?;
        if self.categories.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "categories"));
        }
        if own_open(history, context).is_some() {
            return Err(Code::JoinRequestOpen.into());
        }
        // Answers are counted in the days on which whoever is asked is open.
        let theirs = |terms: &&ServiceTerms| terms.organisation == *asked;
        let holders = history.involvements().map(|i| &i.terms).find(theirs);
        let answer_by = holders
            .unwrap_or(&self.service.terms)
            .answer_by(context.now);
        let request = JoinRequestId(mint.mint());
        let fact = self.fact(history, context, request, asked, answer_by[0]);
        let what = What::JoinRequestRaised(JoinRequestRaised {
            request,
            terms: self.service.terms.clone(),
            asked: asked.clone(),
            answer_by,
        });
        Ok(vec![Draft {
            what,
            facts: vec![fact],
        }])
    }
}

impl RaiseJoinRequest {
    fn fact(
        &self,
        history: &History,
        context: &Context,
        request: JoinRequestId,
        asked: &OrganisationId,
        answer_by: jiff::Timestamp,
    ) -> Fact {
        let terms = &self.service.terms;
        Fact {
            about: About::JoinRequest { request },
            // That this service knows the person reveals what naming it reveals.
            categories: self
                .categories
                .with(terms.reveals)
                .with(history.reveals(context.organisation())),
            restriction: None,
            replaces: None,
            content: Content::Joining(Told::Asked {
                from: context.organisation().clone(),
                to: asked.clone(),
                service: terms.service,
                service_name: self.service.name.clone(),
                reason: self.reason.clone(),
                answer_by,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        testing::{World, ask_to_join, charity, gp, housing, link_worker, note, practice},
    };

    #[test]
    fn whoever_asks_sees_their_own_request_and_nothing_of_the_case() {
        let mut world = World::with_case();
        world
            .when(&gp(), &note("Asthma.", &[Category::Health]))
            .unwrap();
        let event = world.when(&link_worker(), &ask_to_join()).unwrap()[0].id;
        assert_eq!(
            [
                world.shown_in_all(&link_worker()),
                world.shown(&link_worker(), event)
            ],
            [1, 1]
        );
        assert_eq!(world.shown(&gp(), event), 1);
        let request = world.history.join_requests().next().unwrap();
        assert_eq!(
            request.answer_by,
            Some(practice().terms.answer_by(world.now))
        );
    }

    #[test]
    fn one_request_is_open_at_a_time_and_none_from_inside() {
        let mut world = World::with_case();
        world.when(&link_worker(), &ask_to_join()).unwrap();
        let again = world.when(&link_worker(), &ask_to_join()).unwrap_err();
        assert_eq!(again.code, Code::JoinRequestOpen);
        let own = RaiseJoinRequest {
            service: practice(),
            ..ask_to_join()
        };
        assert_eq!(
            world.when(&gp(), &own).unwrap_err().code,
            Code::AlreadyInvolved
        );
        let foreign = RaiseJoinRequest {
            service: housing(),
            ..ask_to_join()
        };
        let refusal = world.when(&link_worker(), &foreign).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::ServiceUnknown, "service_id"));
    }

    #[test]
    fn where_no_case_is_open_there_is_none_to_join() {
        let refusal = World::new()
            .when(&link_worker(), &ask_to_join())
            .unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CaseUnknown, "token"));
    }

    #[test]
    fn what_naming_the_service_reveals_protects_the_request() {
        let mut world = World::with_case();
        let mut service = charity();
        service.terms.reveals = Categories::of(&[Category::SubstanceUse]);
        world
            .when(
                &link_worker(),
                &RaiseJoinRequest {
                    service,
                    ..ask_to_join()
                },
            )
            .unwrap();
        let asked = world.history.facts().last().unwrap();
        assert!(asked.fact.categories.contains(Category::SubstanceUse));
    }
}
