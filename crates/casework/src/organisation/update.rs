//! `UpdateOrganisation`: an organisation goes by another name.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::Mint,
    organisation::{DirectoryEvent, Organisation},
    refusal::Refusal,
    words::Words,
};

/// Names the caller's organisation anew. Whole in itself, so that the last word holds.
#[derive(Clone, Debug)]
pub struct UpdateOrganisation {
    /// Its name.
    pub name: Words,
}

impl Command for UpdateOrganisation {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        organisation.administered_by(context)?;
        let name = self.name.clone();
        Ok(DirectoryEvent::OrganisationUpdated { name }.alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        history::Folded,
        refusal::Code,
        testing::{administrator, decide_on, link_worker, registered},
    };

    #[test]
    fn its_own_administrator_names_an_organisation_that_is_registered() {
        let name = Words::name("name", "Lea Valley Companions").unwrap();
        let update = UpdateOrganisation { name: name.clone() };
        let mut organisation = registered(&link_worker().organisation);
        let refused = decide_on(&mut organisation, &link_worker(), &update).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator(), &update).unwrap();
        assert_eq!(organisation.name, Some(name));
        let mut organisation = Organisation::new(link_worker().organisation);
        let refused = decide_on(&mut organisation, &administrator(), &update).unwrap_err();
        assert_eq!(refused.code, Code::OrganisationUnknown);
    }
}
