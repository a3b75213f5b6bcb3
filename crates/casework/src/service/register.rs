//! `RegisterService`: an organisation offers a service, with its purpose and what that purpose needs to know.

use crate::{
    calendar::OpeningDays,
    category::Categories,
    command::{Command, Context},
    event::Draft,
    ids::{Mint, ServiceId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
    role::Role,
    service::{Purpose, ServiceTerms},
    words::Words,
};

/// Registers a service of the caller's organisation.
#[derive(Clone, Debug)]
pub struct RegisterService {
    /// Its name.
    pub name: Words,
    /// What it does and for whom.
    pub description: Option<Words>,
    /// Its purpose.
    pub purpose: Purpose,
    /// The categories that the purpose needs.
    pub needs: Categories,
    /// The categories that merely naming the service reveals.
    pub reveals: Categories,
    /// The days on which it is open.
    pub opening_days: OpeningDays,
    /// Within how many opening days it answers: 1 to 60.
    pub answer_within_days: u8,
}

impl Command for RegisterService {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        mint: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        context.only(&[Role::OrganisationAdministrator])?;
        if organisation.name.is_none() {
            return Err(Code::OrganisationUnknown.into());
        }
        if organisation
            .services
            .values()
            .any(|service| service.name == self.name)
        {
            return Err(Refusal::of(Code::ServiceExists, "name"));
        }
        if self.needs.is_empty() {
            return Err(Refusal::of(Code::CategoryMissing, "needs"));
        }
        if !(1..=60).contains(&self.answer_within_days) {
            return Err(Refusal::of(Code::NumberOutOfRange, "answer_within_days"));
        }
        let terms = ServiceTerms {
            organisation: organisation.id.clone(),
            service: ServiceId(mint.mint()),
            purpose: self.purpose,
            needs: self.needs,
            reveals: self.reveals,
            opening_days: self.opening_days,
            answer_within_days: self.answer_within_days,
        };
        let (name, description) = (self.name.clone(), self.description.clone());
        Ok(vec![Draft {
            what: DirectoryEvent::ServiceRegistered {
                name,
                description,
                terms,
            },
            facts: Vec::new(),
        }])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        category::Category,
        history::Folded,
        organisation::register::RegisterOrganisation,
        testing::{charity, decide_on, link_worker, operator, registered},
    };

    fn command() -> RegisterService {
        let charity = charity();
        RegisterService {
            name: charity.name,
            description: None,
            purpose: charity.terms.purpose,
            needs: Categories::of(&[Category::AboutMe]),
            reveals: Categories::NONE,
            opening_days: charity.terms.opening_days,
            answer_within_days: 2,
        }
    }

    #[test]
    fn a_service_is_registered_once_by_its_own_administrator() {
        let mut organisation = registered(&link_worker().organisation);
        let administrator = crate::event::By {
            role: Role::OrganisationAdministrator,
            ..link_worker()
        };
        assert_eq!(
            decide_on(&mut organisation, &link_worker(), &command())
                .unwrap_err()
                .code,
            Code::RoleNotAllowed
        );
        decide_on(&mut organisation, &administrator, &command()).unwrap();
        assert_eq!(organisation.services.len(), 1);
        let again = decide_on(&mut organisation, &administrator, &command()).unwrap_err();
        assert_eq!(again.code, Code::ServiceExists);
    }

    #[test]
    fn what_could_never_be_answered_or_needs_nothing_is_refused() {
        let mut organisation = registered(&link_worker().organisation);
        let administrator = crate::event::By {
            role: Role::OrganisationAdministrator,
            ..link_worker()
        };
        for (command, field) in [
            (
                RegisterService {
                    needs: Categories::NONE,
                    ..command()
                },
                "needs",
            ),
            (
                RegisterService {
                    answer_within_days: 0,
                    ..command()
                },
                "answer_within_days",
            ),
            (
                RegisterService {
                    answer_within_days: 61,
                    ..command()
                },
                "answer_within_days",
            ),
        ] {
            let refusal = decide_on(&mut organisation, &administrator, &command).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some(field));
        }
    }

    #[test]
    fn an_organisation_is_registered_before_its_services() {
        let mut organisation = Organisation::new(link_worker().organisation);
        let administrator = crate::event::By {
            role: Role::OrganisationAdministrator,
            ..link_worker()
        };
        assert_eq!(
            decide_on(&mut organisation, &administrator, &command())
                .unwrap_err()
                .code,
            Code::OrganisationUnknown
        );
        let name = Words::name("name", "Lea Valley Friends").unwrap();
        decide_on(
            &mut organisation,
            &operator(),
            &RegisterOrganisation { name },
        )
        .unwrap();
        decide_on(&mut organisation, &administrator, &command()).unwrap();
    }
}
