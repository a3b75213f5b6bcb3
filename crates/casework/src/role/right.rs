//! What each role may: the one table of it. A command is refused by it before anything is looked at, a question before any file
//! is opened; what is left is a matter of who takes part in the case, and of what the person allowed.

use super::Role;

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+,)*) => {
        /// Something that is for some roles alone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Right { $($(#[$doc])* $name,)* }

        impl Right {
            /// Every right.
            pub const ALL: &'static [Right] = &[$(Right::$name,)*];

            /// The roles that have it.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Right::$name => &[$(Role::$role,)+],)* }
            }
        }
    };
}

rights! {
    /// To record what is said about a person, and to read it: as far as they take part, and are allowed.
    WorkWithPeople: Practitioner | LinkWorker | CareCoordinator | HealthCoach | MstCoordinator | VcseWorker | Volunteer
        | PrivacyOfficer | SafeguardingLead | LocalityCustodian,
    /// To answer for their organisation: to take people on, to ask and to answer, to lead, and to name volunteers. A
    /// volunteer helps with the case for which they are named, and no more.
    ActForOrganisation: Practitioner | LinkWorker | CareCoordinator | HealthCoach | MstCoordinator | VcseWorker
        | PrivacyOfficer | SafeguardingLead | LocalityCustodian,
    /// To read numbers of what waits and is overdue in their organisation. Whoever works with people is told of whom, too.
    ReadNumbers: Practitioner | LinkWorker | CareCoordinator | HealthCoach | MstCoordinator | VcseWorker | Volunteer
        | PrivacyOfficer | SafeguardingLead | LocalityCustodian | Manager,
    /// To say whether a service takes people on.
    SayCapacity: Practitioner | LinkWorker | CareCoordinator | HealthCoach | MstCoordinator | VcseWorker | Volunteer
        | PrivacyOfficer | SafeguardingLead | LocalityCustodian | Manager | OrganisationAdministrator,
    /// To give the lead of a case to a colleague, without reading it.
    GiveLead: Manager,
    /// To enter the organisation's services and workers in the directory: never themselves.
    Administer: OrganisationAdministrator,
    /// To enter organisations in the directory.
    RegisterOrganisations: Operator,
    /// To name who takes custody where an organisation cannot answer.
    NameCustodian: Operator | OrganisationAdministrator,
    /// To take custody of a case whose organisation cannot answer.
    TakeCustody: LocalityCustodian,
    /// To record that a court or the law demands that something is shown.
    RecordDuty: SafeguardingLead | PrivacyOfficer,
    /// To see who of any organisation has read about a person, as far as theirs can tell that it takes part.
    ReadReadings: PrivacyOfficer,
    /// To put back what was taken for somebody else's.
    PutBack: PrivacyOfficer,
}

impl Role {
    /// Whether this role has a right.
    pub fn may(self, right: Right) -> bool {
        right.roles().contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_after_systems_reads_nothing_about_people() {
        for role in [
            Role::Manager,
            Role::OrganisationAdministrator,
            Role::Operator,
            Role::Timekeeper,
        ] {
            assert!(!role.may(Right::WorkWithPeople), "{role}");
        }
        for role in Role::ALL {
            let reads = role.may(Right::WorkWithPeople);
            assert!(!reads || role.may(Right::ReadNumbers), "{role}");
            assert!(
                !reads || !role.may(Right::Administer),
                "nobody who reads gives roles: {role}"
            );
        }
        assert!(
            Right::ALL.iter().all(|right| !Role::Timekeeper.may(*right)),
            "it is nobody"
        );
    }
}
