//! `JoinCase`: a health or social-care worker with the person present joins at once, and the lead is told.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    history::History,
    ids::{JoinRequestId, Mint},
    join_request::{outside, own_open},
    joining::{CaseJoined, Told},
    refusal::{Code, Refusal},
    service::Service,
    words::Words,
};

/// Joins the open case.
#[derive(Clone, Debug)]
pub struct JoinCase {
    /// The caller's own service through which it takes part.
    pub service: Service,
    /// How the person, who is present, was identified.
    pub identified_by: Words,
}

impl Command for JoinCase {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let holder = outside(history, context, &self.service)?;
        let terms = &self.service.terms;
        if terms.direct_care().is_none() {
            return Err(Refusal::of(Code::LeadDecides, "service_id"));
        }
        let request = own_open(history, context).map(|request| request.id);
        let request = request.unwrap_or_else(|| JoinRequestId(mint.mint()));
        let categories = terms.reveals.with(history.reveals(context.organisation()));
        let fact = |about, content| Fact {
            about,
            categories,
            restriction: None,
            replaces: None,
            content,
        };
        let (organisation, worker) = (&context.by.organisation, &context.by.worker);
        let joined = Content::Joining(Told::Joined {
            from: organisation.clone(),
            to: holder.clone(),
            service: terms.service,
            service_name: self.service.name.clone(),
            worker: worker.clone(),
            identified_by: self.identified_by.clone(),
        });
        let involvement = Content::Involvement {
            organisation: organisation.clone(),
            service: terms.service,
            service_name: self.service.name.clone(),
            worker: worker.clone(),
            lead: false,
        };
        let facts = vec![
            fact(About::JoinRequest { request }, joined),
            fact(About::Involvement, involvement),
        ];
        let what = What::CaseJoined(CaseJoined {
            request,
            terms: terms.clone(),
            told: holder.clone(),
        });
        Ok(vec![Draft { what, facts }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        event::By,
        join_request::{State, raise::RaiseJoinRequest},
        role::Role,
        service::Purpose,
        testing::{World, ask_to_join, by, charity, gp, note, service},
    };

    fn nurse() -> By {
        by("RXX-NURSING", "ade", Role::Practitioner)
    }

    fn join() -> JoinCase {
        JoinCase {
            service: service("RXX-NURSING", Purpose::HealthCare, &[Category::Health]),
            identified_by: Words::prose("identified_by", "Her name, address and bus pass.")
                .unwrap(),
        }
    }

    #[test]
    fn what_direct_care_needs_is_there_at_once_and_the_lead_is_told() {
        let mut world = World::with_case();
        let asthma = world
            .when(&gp(), &note("Asthma.", &[Category::Health]))
            .unwrap()[0]
            .id;
        let low = world
            .when(&gp(), &note("Low.", &[Category::MentalHealth]))
            .unwrap()[0]
            .id;
        let event = world.when(&nurse(), &join()).unwrap()[0].id;
        assert_eq!(
            [asthma, low].map(|event| world.shown(&nurse(), event)),
            [1, 0]
        );
        assert_eq!(world.shown(&gp(), event), 2);
        assert_eq!(
            world.when(&nurse(), &join()).unwrap_err().code,
            Code::AlreadyInvolved
        );
    }

    #[test]
    fn a_request_that_waits_is_answered_with_it() {
        let mut world = World::with_case();
        let ask = RaiseJoinRequest {
            service: join().service,
            ..ask_to_join()
        };
        world.when(&nurse(), &ask).unwrap();
        world.when(&nurse(), &join()).unwrap();
        let requests: Vec<_> = world.history.join_requests().map(|one| one.state).collect();
        assert_eq!(requests, [State::Joined]);
        assert!(world.history.involves(&nurse().organisation));
    }

    #[test]
    fn others_wait_for_the_lead() {
        let mut world = World::with_case();
        let join = JoinCase {
            service: charity(),
            ..join()
        };
        let refusal = world
            .when(&crate::testing::link_worker(), &join)
            .unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::LeadDecides, "service_id"));
    }
}
