//! `NameSafeguardingLead`: an organisation says to whom its workers' concerns go.

use crate::{
    command::{Command, Context},
    event::Draft,
    ids::{Mint, WorkerId},
    organisation::{DirectoryEvent, Organisation},
    refusal::{Code, Refusal},
    role::Right,
    safeguarding_lead::SafeguardingLead,
};

/// Names a safeguarding lead of the caller's organisation, or says their name and telephone anew.
#[derive(Clone, Debug)]
pub struct NameSafeguardingLead {
    /// Who it is.
    pub lead: SafeguardingLead,
    /// The lead whose place they take, where they do: so nobody stops being one before somebody else is.
    pub instead_of: Option<WorkerId>,
}

impl Command for NameSafeguardingLead {
    type On = Organisation;

    fn decide(
        &self,
        organisation: &Organisation,
        context: &Context,
        _: &mut Mint,
    ) -> Result<Vec<Draft<DirectoryEvent>>, Refusal> {
        context.may(Right::Administer)?;
        if organisation.name.is_none() {
            return Err(Code::OrganisationUnknown.into());
        }
        let is_lead = |worker: &WorkerId| organisation.safeguarding_leads.contains_key(worker);
        if !self.instead_of.iter().all(is_lead) {
            return Err(Refusal::of(Code::SafeguardingLeadUnknown, "instead_of"));
        }
        Ok(vec![Draft {
            what: DirectoryEvent::SafeguardingLeadNamed {
                lead: self.lead.clone(),
                instead_of: self.instead_of.clone(),
            },
            facts: Vec::new(),
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
        testing::{decide_on, link_worker, registered},
        words::Words,
    };

    fn named(worker: &str, instead_of: Option<&str>) -> NameSafeguardingLead {
        NameSafeguardingLead {
            lead: SafeguardingLead {
                worker: worker.parse().unwrap(),
                name: Words::name("name", "Grace Ajayi").unwrap(),
                telephone: Words::name("telephone", "01632 960 001").unwrap(),
            },
            instead_of: instead_of.map(|worker| worker.parse().unwrap()),
        }
    }

    #[test]
    fn an_administrator_names_leads_and_one_takes_anothers_place() {
        let administrator = By {
            role: Role::OrganisationAdministrator,
            ..link_worker()
        };
        let mut organisation = registered(&link_worker().organisation);
        let refusal = decide_on(&mut organisation, &link_worker(), &named("grace", None));
        assert_eq!(refusal.unwrap_err().code, Code::RoleNotAllowed);
        decide_on(&mut organisation, &administrator, &named("grace", None)).unwrap();
        decide_on(&mut organisation, &administrator, &named("joy", None)).unwrap();
        decide_on(
            &mut organisation,
            &administrator,
            &named("sue", Some("joy")),
        )
        .unwrap();
        let leads: Vec<_> = organisation.safeguarding_leads.keys().collect();
        assert_eq!(
            leads.iter().map(|lead| lead.as_str()).collect::<Vec<_>>(),
            ["grace", "sue"]
        );
        let gone = decide_on(
            &mut organisation,
            &administrator,
            &named("ann", Some("joy")),
        );
        assert_eq!(
            gone.unwrap_err(),
            Refusal::of(Code::SafeguardingLeadUnknown, "instead_of")
        );
    }

    #[test]
    fn somebody_who_takes_their_own_place_stays() {
        let administrator = By {
            role: Role::OrganisationAdministrator,
            ..link_worker()
        };
        let mut organisation = registered(&link_worker().organisation);
        decide_on(&mut organisation, &administrator, &named("grace", None)).unwrap();
        decide_on(
            &mut organisation,
            &administrator,
            &named("grace", Some("grace")),
        )
        .unwrap();
        assert_eq!(organisation.safeguarding_leads.len(), 1);
    }
}
