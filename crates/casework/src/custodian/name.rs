//! `NameCustodian`: which organisation takes the cases of this one, where it cannot answer.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{Mint, OrganisationId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
    role::{Right, Role},
};

/// Names the custodian of an organisation.
#[derive(Clone, Debug)]
pub struct NameCustodian {
    /// The custodian.
    pub custodian: OrganisationId,
    /// Whether the directory knows it.
    pub registered: bool,
}

impl Command for NameCustodian {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        context.may(Right::NameCustodian)?;
        let own = organisation.id == *context.organisation();
        if context.by.role == Role::OrganisationAdministrator && !own {
            return Err(Code::RoleNotAllowed.into());
        }
        if organisation.name.is_none() {
            return Err(Refusal::of(Code::OrganisationUnknown, "organisation"));
        }
        if !self.registered {
            return Err(Refusal::of(Code::OrganisationUnknown, "custodian"));
        }
        if self.custodian == organisation.id {
            return Err(Refusal::of(Code::CustodianOwn, "custodian"));
        }
        Ok(vec![Draft {
            what: DirectoryEvent::CustodianNamed {
                custodian: self.custodian.clone(),
            },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{by, custodian, decide_on, gp, operator, registered};

    fn name() -> NameCustodian {
        NameCustodian {
            custodian: custodian().organisation,
            registered: true,
        }
    }

    #[test]
    fn an_operator_names_it_for_anybody_and_an_administrator_for_their_own() {
        let mut organisation = registered(&gp().organisation);
        decide_on(&mut organisation, &operator(), &name()).unwrap();
        assert_eq!(organisation.custodian, Some(custodian().organisation));
        let own = by("E82999", "admin", Role::OrganisationAdministrator);
        decide_on(&mut organisation, &own, &name()).unwrap();
        let other = by("LVF-FRIENDS", "admin", Role::OrganisationAdministrator);
        let refusal = decide_on(&mut organisation, &other, &name()).unwrap_err();
        assert_eq!(refusal.code, Code::RoleNotAllowed);
    }

    #[test]
    fn it_is_another_organisation_that_is_known() {
        let mut organisation = registered(&gp().organisation);
        let own = NameCustodian {
            custodian: gp().organisation,
            registered: true,
        };
        let unknown = NameCustodian {
            registered: false,
            ..name()
        };
        for (command, code) in [
            (own, Code::CustodianOwn),
            (unknown, Code::OrganisationUnknown),
        ] {
            let refusal = decide_on(&mut organisation, &operator(), &command).unwrap_err();
            assert_eq!(refusal, Refusal::of(code, "custodian"));
        }
    }
}
