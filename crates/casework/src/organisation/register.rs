//! `RegisterOrganisation`: the operator enters an organisation in the directory.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::Mint,
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
    role::Right,
    words::Words,
};

/// Registers an organisation under its code.
#[derive(Clone, Debug)]
pub struct RegisterOrganisation {
    /// Its name.
    pub name: Words,
}

impl Command for RegisterOrganisation {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        context.may(Right::RegisterOrganisations)?;
        if organisation.name.is_some() {
            return Err(Refusal::of(Code::OrganisationExists, "code"));
        }
        let what = DirectoryEvent::OrganisationRegistered {
            name: self.name.clone(),
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
        testing::{decide_on, gp, operator},
    };

    #[test]
    fn an_operator_registers_an_organisation_once() {
        let mut organisation = Organisation::new(gp().organisation);
        let command = RegisterOrganisation {
            name: Words::name("name", "Park Road Surgery").unwrap(),
        };
        assert_eq!(
            decide_on(&mut organisation, &gp(), &command)
                .unwrap_err()
                .code,
            Code::RoleNotAllowed
        );
        decide_on(&mut organisation, &operator(), &command).unwrap();
        let again = decide_on(&mut organisation, &operator(), &command).unwrap_err();
        assert_eq!(again.code, Code::OrganisationExists);
    }
}
