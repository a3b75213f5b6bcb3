//! `RegisterService`: an organisation offers a service, with its purpose and what that purpose needs to know.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{Mint, ServiceId},
    organisation::{DirectoryEvent, Organisation},
    refusal::Refusal,
    service::Details,
};

/// Registers a service of the caller's organisation.
#[derive(Clone, Debug)]
pub struct RegisterService {
    /// What it is.
    pub details: Details,
}

impl Command for RegisterService {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        organisation.administered_by(context)?;
        self.details.check(organisation, None)?;
        let service = ServiceId(mint.mint());
        let described = self.details.described(&organisation.id, service);
        Ok(DirectoryEvent::ServiceRegistered(described).alone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Categories,
        history::Folded,
        organisation::register::RegisterOrganisation,
        refusal::Code,
        testing::{administrator, charity_details, decide_on, link_worker, operator, registered},
        words::Words,
    };

    fn command() -> RegisterService {
        RegisterService {
            details: charity_details(),
        }
    }

    #[test]
    fn a_service_is_registered_once_by_its_own_administrator() {
        let mut organisation = registered(&link_worker().organisation);
        let refused = decide_on(&mut organisation, &link_worker(), &command()).unwrap_err();
        assert_eq!(refused.code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator(), &command()).unwrap();
        assert_eq!(organisation.services.len(), 1);
        let again = decide_on(&mut organisation, &administrator(), &command()).unwrap_err();
        assert_eq!(again.code, Code::ServiceExists);
    }

    #[test]
    fn what_could_never_be_answered_or_needs_nothing_is_refused() {
        let mut organisation = registered(&link_worker().organisation);
        let with = |spoil: fn(&mut Details)| {
            let mut details = charity_details();
            spoil(&mut details);
            RegisterService { details }
        };
        for (command, field) in [
            (with(|it| it.needs = Categories::NONE), "needs"),
            (with(|it| it.answer_within_days = 0), "answer_within_days"),
            (with(|it| it.answer_within_days = 61), "answer_within_days"),
        ] {
            let refusal = decide_on(&mut organisation, &administrator(), &command).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some(field));
        }
    }

    #[test]
    fn an_organisation_is_registered_before_its_services() {
        let mut organisation = Organisation::new(link_worker().organisation);
        let refused = decide_on(&mut organisation, &administrator(), &command()).unwrap_err();
        assert_eq!(refused.code, Code::OrganisationUnknown);
        let name = Words::name("name", "Lea Valley Friends").unwrap();
        decide_on(
            &mut organisation,
            &operator(),
            &RegisterOrganisation { name },
        )
        .unwrap();
        decide_on(&mut organisation, &administrator(), &command()).unwrap();
    }
}
