//! The name that somebody signs in by: their worker id at their organisation's code, such as `sam.lee@LEA-FRIENDS`, in
//! capitals or not.

use std::{fmt, str::FromStr};

use casework::ids::{InvalidId, OrganisationId, WorkerId};
use serde::{Deserialize, Serialize};

/// A worker of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Who {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The worker, as it names them.
    pub worker: WorkerId,
}

impl Who {
    /// The worker of this id there.
    ///
    /// # Errors
    /// Where one of the two has not the form of an id.
    pub fn new(organisation: &str, worker: &str) -> Result<Self, InvalidId> {
        Ok(Self {
            organisation: organisation.parse()?,
            worker: worker.parse()?,
        })
    }

    /// By what they sign in.
    pub fn sign_in_name(&self) -> SignInName {
        SignInName {
            organisation: self.organisation.as_str().to_owned(),
            worker: self.worker.as_str().to_ascii_lowercase(),
        }
    }
}

/// By what somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignInName {
    organisation: String,
    worker: String,
}

impl SignInName {
    /// The organisation's code in capitals, and the worker's id in small letters.
    pub(super) fn parts(&self) -> (&str, &str) {
        (&self.organisation, &self.worker)
    }
}

impl fmt::Display for SignInName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}@{}",
            self.worker,
            self.organisation.to_ascii_lowercase()
        )
    }
}

impl FromStr for SignInName {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let expected = "the name under which you work, @, and your organisation’s code, such as sam.lee@lea-friends";
        let (worker, organisation) = text.trim().split_once('@').ok_or(InvalidId { expected })?;
        let who = Who::new(&organisation.to_ascii_uppercase(), worker);
        let who = who.map_err(|_| InvalidId { expected })?;
        Ok(who.sign_in_name())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn capitals_do_not_matter_to_whoever_types_it() {
        let name = Who::new("LEA-FRIENDS", "Sam.Lee").unwrap().sign_in_name();
        for typed in [
            "sam.lee@lea-friends",
            " Sam.Lee@LEA-FRIENDS ",
            "SAM.LEE@Lea-Friends",
        ] {
            assert_eq!(typed.parse::<SignInName>().unwrap(), name);
        }
        assert_eq!(name.to_string(), "sam.lee@lea-friends");
        for wrong in [
            "",
            "sam.lee",
            "@lea",
            "sam lee@lea-friends",
            "sam@lea@friends",
            "sam@../x",
        ] {
            assert!(wrong.parse::<SignInName>().is_err(), "{wrong}");
        }
    }
}
