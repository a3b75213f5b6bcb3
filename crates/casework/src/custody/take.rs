//! `TakeCustody`: the locality's custodian takes the case of an organisation that cannot answer.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    fact::{About, Content, Fact},
    handover::{CustodyTaken, Told},
    history::History,
    ids::{HandoverId, Mint, OrganisationId, WorkerId},
    lead::{Leads, former_lead, leads},
    refusal::{Code, Refusal},
    role::Right,
    service::Service,
    words::Words,
};

/// Takes the case for the custodian.
#[derive(Clone, Debug)]
pub struct TakeCustody {
    /// The organisation that the directory was asked about: who held the case.
    pub from: OrganisationId,
    /// Whom the directory names as that organisation's custodian.
    pub custodian: Option<OrganisationId>,
    /// The custodian's service through which it takes part.
    pub service: Service,
    /// Who leads.
    pub lead: WorkerId,
    /// Why the organisation cannot answer.
    pub reason: Words,
}

impl Command for TakeCustody {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        let held = history
            .open_case()
            .is_some_and(|case| case.holder.organisation == self.from);
        // Whoever is not this organisation's custodian is told nothing, not even that there is a case.
        if !held || self.custodian.as_ref() != Some(context.organisation()) {
            return Err(Refusal::of(Code::CaseUnknown, "person_id"));
        }
        context.may(Right::TakeCustody)?;
        let terms = &self.service.terms;
        if terms.organisation != *context.organisation() {
            return Err(Refusal::of(Code::ServiceUnknown, "service_id"));
        }
        if self.from == *context.organisation() {
            return Err(Code::CaseHeldAlready.into());
        }
        let handover = HandoverId(mint.mint());
        let new = leads(
            history,
            Leads::Service {
                terms,
                service_name: Some(self.service.name.clone()),
                worker: self.lead.clone(),
            },
        );
        // What the former holder offered is not its to give any longer.
        let offered = history.handovers().filter(|offered| offered.open);
        let fallen = offered.map(|offered| offered.fact(Told::Cancelled { words: None }));
        let facts = [self.fact(history, handover), new]
            .into_iter()
            .chain(former_lead(history))
            .chain(fallen);
        let facts = facts.collect();
        let what = What::CustodyTaken(CustodyTaken {
            handover,
            from: self.from.clone(),
            terms: terms.clone(),
            lead: self.lead.clone(),
        });
        Ok(vec![Draft { what, facts }])
    }
}

impl TakeCustody {
    fn fact(&self, history: &History, handover: HandoverId) -> Fact {
        Fact {
            about: About::Handover { handover },
            categories: self.service.terms.reveals.with(history.reveals(&self.from)),
            restriction: None,
            replaces: None,
            content: Content::Handover(Told::Taken {
                from: self.from.clone(),
                to: self.service.terms.organisation.clone(),
                worker: self.lead.clone(),
                reason: self.reason.clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::role::Role;
    use crate::testing::{
        World, accept_handover, custodian, gp, link_worker, offer_to_charity, take_custody,
    };

    #[test]
    fn the_named_custodian_takes_the_case_and_the_former_holder_is_told() {
        let mut world = World::with_case();
        let event = world.when(&custodian(), &take_custody()).unwrap()[0].id;
        let leads = world
            .history
            .is_led_by(&custodian().organisation, &custodian().worker);
        assert!(leads && world.history.involves(&gp().organisation));
        assert!(world.shown(&gp(), event) > 0);
        let again = world.when(&custodian(), &take_custody()).unwrap_err();
        assert_eq!(again.code, Code::CaseUnknown);
    }

    #[test]
    fn an_offer_of_the_former_holder_falls() {
        let mut world = World::with_case();
        world.when(&gp(), &offer_to_charity()).unwrap();
        let accept = accept_handover(&world.history);
        world.when(&custodian(), &take_custody()).unwrap();
        let refusal = world.when(&link_worker(), &accept).unwrap_err();
        assert_eq!(refusal.code, Code::HandoverAnswered);
    }

    #[test]
    fn nobody_else_learns_that_there_is_a_case() {
        let mut world = World::with_case();
        let not_named = TakeCustody {
            custodian: None,
            ..take_custody()
        };
        let refusal = world.when(&custodian(), &not_named).unwrap_err();
        assert_eq!(refusal, Refusal::of(Code::CaseUnknown, "person_id"));
        let worker = crate::event::By {
            role: Role::Practitioner,
            ..custodian()
        };
        let refusal = world.when(&worker, &take_custody()).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
    }
}
