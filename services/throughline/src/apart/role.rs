//! What a process can be.

use std::{collections::BTreeSet, str::FromStr};

use anyhow::bail;

/// A role of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Takes commands, and answers questions to one person's history.
    Cases,
    /// Makes the organisations' files.
    Projector,
    /// Answers queries from the files in its data folder.
    Views,
    /// The pages.
    Web,
    /// Has recorded what has fallen due.
    Timekeeper,
}

const NAMES: [(&str, Role); 5] = [
    ("cases", Role::Cases),
    ("projector", Role::Projector),
    ("views", Role::Views),
    ("web", Role::Web),
    ("timekeeper", Role::Timekeeper),
];

/// The roles of one process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles(BTreeSet<Role>);

impl Roles {
    /// Whether it has this one.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether it is for the pages and nothing else.
    pub fn are_web_alone(&self) -> bool {
        self.0 == BTreeSet::from([Role::Web])
    }
}

impl FromStr for Roles {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let mut roles = BTreeSet::new();
        for name in text.split(',').map(str::trim) {
            let known = NAMES.iter().find(|(known, _)| *known == name);
            match known {
                Some((_, role)) => roles.insert(*role),
                None => bail!(
                    "`roles` names {name:?}; it takes `all`, or some of cases, projector, views, web and timekeeper, with commas between"
                ),
            };
        }
        Ok(Self(roles))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn roles_are_named_with_commas_between() {
        let roles: Roles = "cases, web".parse().unwrap();
        assert!(roles.has(Role::Cases) && roles.has(Role::Web) && !roles.has(Role::Views));
        assert!("web".parse::<Roles>().unwrap().are_web_alone());
        for wrong in ["", "all,cases", "projectors"] {
            let error = wrong.parse::<Roles>().unwrap_err().to_string();
            assert!(error.contains("timekeeper"), "{error}");
        }
    }
}
