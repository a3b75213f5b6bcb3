//! `RegisterWorker`: an organisation says who acts for it, and in which roles. Somebody who left can come back.

use std::collections::BTreeSet;

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{Mint, WorkerId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
    role::Role,
    words::{Postcode, Words},
};

/// Registers a worker of the caller's organisation.
#[derive(Clone, Debug)]
pub struct RegisterWorker {
    /// Their id.
    pub worker: WorkerId,
    /// Their name.
    pub name: Words,
    /// The roles in which they act.
    pub roles: BTreeSet<Role>,
    /// Where they live, where they say so: for their organisation's privacy officers, who see it where somebody reads about
    /// a person who lives there.
    pub postcode: Option<Postcode>,
}

impl Command for RegisterWorker {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        organisation.administered_by(context)?;
        if self.worker == context.by.worker {
            return Err(Refusal::of(Code::OwnRoles, "worker"));
        }
        if organisation.worker(&self.worker, "worker").is_ok() {
            return Err(Refusal::of(Code::WorkerExists, "worker"));
        }
        if self.roles.is_empty() {
            return Err(Refusal::of(Code::ChoiceMissing, "roles"));
        }
        let what = DirectoryEvent::WorkerRegistered {
            worker: self.worker.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            postcode: self.postcode.clone(),
        };
        Ok(what.alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        history::Folded,
        testing::{administrator, decide_on, link_worker, register_worker, registered},
    };

    #[test]
    fn an_administrator_registers_a_worker_once() {
        let mut organisation = registered(&link_worker().organisation);
        let command = register_worker(&link_worker());
        let refused = decide_on(&mut organisation, &link_worker(), &command).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator(), &command).unwrap();
        let worker = organisation
            .worker(&link_worker().worker, "worker")
            .unwrap();
        assert_eq!(worker.roles, BTreeSet::from([Role::LinkWorker]));
        let again = decide_on(&mut organisation, &administrator(), &command).unwrap_err();
        assert_eq!(again, Refusal::of(Code::WorkerExists, "worker"));
    }

    #[test]
    fn nobody_gives_roles_to_themselves() {
        let mut organisation = registered(&link_worker().organisation);
        let command = RegisterWorker {
            worker: administrator().worker,
            ..register_worker(&link_worker())
        };
        let refused = decide_on(&mut organisation, &administrator(), &command).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::OwnRoles, "worker"));
    }

    #[test]
    fn nobody_acts_in_no_role_or_for_an_organisation_that_is_not_there() {
        let mut organisation = registered(&link_worker().organisation);
        let command = RegisterWorker {
            roles: BTreeSet::new(),
            ..register_worker(&link_worker())
        };
        let refused = decide_on(&mut organisation, &administrator(), &command).unwrap_err();
        assert_eq!(refused, Refusal::of(Code::ChoiceMissing, "roles"));
        let mut organisation = Organisation::new(link_worker().organisation);
        let command = register_worker(&link_worker());
        let refused = decide_on(&mut organisation, &administrator(), &command).unwrap_err();
        assert_eq!(refused.code, Code::OrganisationUnknown);
    }
}
