//! The licences that we accept, and the check of every package that the build can reach.
//!
//! How an SPDX expression reads is in `licences/expression.rs`. A package that states no licence is refused.

mod expression;

use anyhow::Result;

use super::Outcome;
use crate::workspace::Workspace;

/// SPDX names that we accept: permissive, asking for no more than their text to be passed on.
const ACCEPTED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    // For data: the certificates of the web's authorities.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    // Of libFuzzer, which no program that is handed out contains.
    "NCSA",
    "Unicode-3.0",
    "Zlib",
];

/// Exceptions that we accept beside an accepted licence: they only allow more.
const EXCEPTIONS: [&str; 1] = ["LLVM-exception"];

/// Somebody else's package.
struct Package {
    /// With its version.
    name: String,
    licence: Option<String>,
}

/// Checks the licence of every package that this machine's build can reach.
pub fn run(workspace: &Workspace) -> Result<Outcome> {
    let metadata = workspace.all_packages()?;
    let packages: Vec<_> = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .map(|package| Package {
            name: format!("{} {}", package.name, package.version),
            licence: package.license.clone(),
        })
        .collect();
    Ok(Outcome::new(
        find(&packages),
        format!("{} packages", packages.len()),
    ))
}

fn find(packages: &[Package]) -> Vec<String> {
    packages
        .iter()
        .filter_map(|package| {
            let problem = match &package.licence {
                None => "states no licence".to_owned(),
                Some(licence) => match expression::accepts(licence, is_accepted) {
                    Ok(true) => return None,
                    Ok(false) => format!("`{licence}` is not accepted"),
                    Err(error) => format!("`{licence}`: {error}"),
                },
            };
            Some(format!("{}: {problem}", package.name))
        })
        .collect()
}

fn is_accepted(licence: &str, exception: Option<&str>) -> bool {
    ACCEPTED.contains(&licence) && exception.is_none_or(|exception| EXCEPTIONS.contains(&exception))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(licence: Option<&str>) -> Vec<String> {
        find(&[Package {
            name: "thing 1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
        }])
    }

    #[test]
    fn accepted_licences_and_choices_are_well() {
        assert!(found(Some("MIT")).is_empty());
        assert!(found(Some("GPL-3.0-only OR MIT")).is_empty());
        assert!(found(Some("Apache-2.0 WITH LLVM-exception")).is_empty());
    }

    #[test]
    fn the_offender_is_named() {
        assert_eq!(
            found(Some("GPL-3.0-only")),
            ["thing 1.0.0: `GPL-3.0-only` is not accepted"]
        );
        assert_eq!(found(None), ["thing 1.0.0: states no licence"]);
        assert_eq!(found(Some("MIT AND GPL-3.0-only")).len(), 1);
        assert_eq!(found(Some("MIT WITH some-exception")).len(), 1);
        assert_eq!(found(Some("MIT AND")).len(), 1);
    }

    #[test]
    fn our_own_dependencies_are_read() {
        let outcome = run(&Workspace::find().unwrap()).unwrap();
        assert!(
            !outcome.looked_at.starts_with("0 "),
            "{}",
            outcome.looked_at
        );
    }
}
