//! `ReassignLead`: a manager gives the lead to another worker of the organisation that holds the case.
//!
//! A manager works with no content, so there are no words in it.

use crate::{
    command::{Command, Context},
    event::{Draft, What},
    history::History,
    ids::{Mint, WorkerId},
    lead::{Leads, leads},
    refusal::{Code, Refusal},
    role::Right,
};

/// Gives the lead to a colleague.
#[derive(Clone, Debug)]
pub struct ReassignLead {
    /// Who leads from now on.
    pub worker: WorkerId,
}

impl Command for ReassignLead {
    type On = History;

    fn decide(
        &self,
        history: &History,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft>, Refusal> {
        if history.open_case().is_none() || !history.involves(context.organisation()) {
            return Err(Refusal::of(Code::CaseUnknown, "person_id"));
        }
        context.may(Right::GiveLead)?;
        history.held_by(context)?;
        if history.is_led_by(context.organisation(), &self.worker) {
            return Err(Refusal::of(Code::LeadAlready, "worker"));
        }
        Ok(vec![Draft {
            what: What::LeadReassigned {
                lead: self.worker.clone(),
            },
            facts: vec![leads(history, Leads::Colleague(self.worker.clone()))],
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::role::Role;
    use crate::{
        event::By,
        testing::{World, colleague, gp, link_worker},
    };

    fn manager(of: By) -> By {
        By {
            role: Role::Manager,
            worker: "pat.morgan".parse().unwrap(),
            ..of
        }
    }

    #[test]
    fn a_manager_gives_the_lead_to_a_colleague() {
        let mut world = World::with_case();
        let command = ReassignLead {
            worker: colleague().worker,
        };
        let event = world.when(&manager(gp()), &command).unwrap()[0].id;
        assert!(
            world
                .history
                .is_led_by(&gp().organisation, &colleague().worker)
        );
        assert_eq!(world.shown(&colleague(), event), 1);
        let again = world.when(&manager(gp()), &command).unwrap_err();
        assert_eq!(again, Refusal::of(Code::LeadAlready, "worker"));
    }

    #[test]
    fn nobody_else_gives_it_away() {
        let mut world = World::with_involved_charity();
        let command = ReassignLead {
            worker: colleague().worker,
        };
        let stranger = By {
            organisation: "NOBODY-1".parse().unwrap(),
            ..manager(gp())
        };
        for (by, code) in [
            (gp(), Code::RoleNotAllowed),
            (manager(link_worker()), Code::CaseHeldElsewhere),
            (stranger, Code::CaseUnknown),
        ] {
            assert_eq!(world.when(&by, &command).unwrap_err().code, code);
        }
    }
}
