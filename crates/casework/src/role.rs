//! The roles in which a worker acts for an organisation.

mod right;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use right::Right;

use crate::ids::InvalidId;

macro_rules! roles {
    ($($name:ident = $text:literal,)*) => {
        /// The role in which a worker acts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "each name is the role's own word")]
        pub enum Role { $($name,)* }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$name,)*];

            /// What is expected where a role is asked for.
            const EXPECTED: &'static str = concat!("one of the roles", $(" ", $text,)*);

            /// The role's stable name, as it is stored.
            pub const fn as_str(self) -> &'static str {
                match self { $(Role::$name => $text,)* }
            }
        }
    };
}

roles! {
    Practitioner = "practitioner",
    LinkWorker = "link-worker",
    CareCoordinator = "care-coordinator",
    HealthCoach = "health-coach",
    MstCoordinator = "mst-coordinator",
    VcseWorker = "vcse-worker",
    Volunteer = "volunteer",
    Manager = "manager",
    PrivacyOfficer = "privacy-officer",
    SafeguardingLead = "safeguarding-lead",
    LocalityCustodian = "locality-custodian",
    OrganisationAdministrator = "organisation-administrator",
    Operator = "operator",
    Timekeeper = "timekeeper",
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Role::ALL
            .iter()
            .copied()
            .find(|r| r.as_str() == text)
            .ok_or(InvalidId {
                expected: Role::EXPECTED,
            })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_stored_name_is_the_written_one() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_string(role).unwrap(), format!("\"{role}\""));
            assert_eq!(role.as_str().parse::<Role>().unwrap(), *role);
        }
    }
}
