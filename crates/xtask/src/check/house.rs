//! The house style, as far as text shows it: module headings, sizes, words, numbers, and what each crate must have.
//!
//! Which words and numbers are refused is in `house/words.rs` and `house/nhs_number.rs`. What needs understanding of
//! the code belongs in clippy's configuration, not here.

mod nhs_number;
mod words;

use anyhow::Result;

use super::Outcome;
use crate::workspace::{Source, Workspace};

/// Beyond this a file should be two.
const MOST_LINES: usize = 400;

/// Files that may be longer, each with its reason. Better none.
const LONGER: [(&str, &str); 0] = [];

/// A crate of ours, as its manifest and folder show it.
struct Crate {
    name: String,
    description: String,
    has_readme: bool,
    takes_lints: bool,
}

/// Checks every source and every crate of ours.
pub fn run(workspace: &Workspace) -> Result<Outcome> {
    let sources = workspace.sources()?;
    let crates = crates(workspace, &sources)?;
    let looked_at = format!("{} files, {} crates", sources.len(), crates.len());
    let mut findings: Vec<String> = sources.iter().flat_map(about_source).collect();
    findings.extend(crates.iter().flat_map(about_crate));
    Ok(Outcome::new(findings, looked_at))
}

fn about_source(source: &Source) -> Vec<String> {
    let mut findings = words::find(source);
    findings.extend(nhs_number::find(source));
    if source.is("rs") {
        findings.extend(about_module(source));
    }
    findings
}

fn about_module(source: &Source) -> Vec<String> {
    let Source { path, text } = source;
    let mut findings = Vec::new();
    if !has_heading(text) {
        findings.push(format!(
            "{path}:1: should begin with `//!`: what lives here, and what must not"
        ));
    }
    if path.ends_with("/mod.rs") {
        findings.push(format!(
            "{path}: name it after its folder, and put it beside that"
        ));
    }
    let lines = text.lines().count();
    let longer = LONGER.iter().any(|(longer, _)| longer == path);
    if lines > MOST_LINES && !longer {
        findings.push(format!(
            "{path}: {lines} lines; at most {MOST_LINES}, so make it two"
        ));
    }
    findings
}

fn has_heading(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.trim_start_matches("//!") != line && line.len() > "//! ".len())
}

fn about_crate(of: &Crate) -> Vec<String> {
    let mut findings = Vec::new();
    let mut need = |there: bool, what: &str| {
        if !there {
            findings.push(format!("crate {}: {what}", of.name));
        }
    };
    need(
        of.has_readme,
        "README.md is missing: its purpose, what it may import, its key types",
    );
    need(
        !of.description.trim().is_empty(),
        "`description` is empty in its Cargo.toml",
    );
    need(
        of.takes_lints,
        "`[lints] workspace = true` is missing in its Cargo.toml",
    );
    findings
}

fn crates(workspace: &Workspace, sources: &[Source]) -> Result<Vec<Crate>> {
    let metadata = workspace.members()?;
    let text = |path: &str| {
        let source = sources.iter().find(|source| source.path == path);
        source.map_or("", |source| source.text.as_str())
    };
    let packages = metadata.workspace_packages();
    let read = |package: &&cargo_metadata::Package| {
        let folder = package.manifest_path.parent().map(|folder| {
            let folder = folder
                .strip_prefix(&metadata.workspace_root)
                .unwrap_or(folder);
            folder.as_str().replace('\\', "/")
        });
        let folder = folder.unwrap_or_default();
        Crate {
            name: package.name.to_string(),
            description: package.description.clone().unwrap_or_default(),
            has_readme: !text(&format!("{folder}/README.md")).trim().is_empty(),
            takes_lints: takes_lints(text(&format!("{folder}/Cargo.toml"))),
        }
    };
    Ok(packages.iter().map(read).collect())
}

fn takes_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(|line| line.replace(' ', ""));
    lines.any(|line| line == "[lints]") && lines.next().as_deref() == Some("workspace=true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(path: &str, text: &str) -> usize {
        about_module(&Source::new(path, text)).len()
    }

    #[test]
    fn a_module_begins_with_its_heading() {
        assert_eq!(
            about("crates/a/src/b.rs", "//! What lives here.\nfn a() {}\n"),
            0
        );
        assert_eq!(about("crates/a/src/b.rs", "fn a() {}\n//! Too late.\n"), 1);
        assert_eq!(about("crates/a/src/b.rs", "// An ordinary comment.\n"), 1);
        assert_eq!(about("crates/a/src/b.rs", "//!\n"), 1);
        assert_eq!(about("crates/a/src/b.rs", ""), 1);
    }

    #[test]
    fn a_folder_has_no_mod_file() {
        assert_eq!(about("crates/a/src/b/mod.rs", "//! Here.\n"), 1);
        assert_eq!(about("crates/a/src/commod.rs", "//! Here.\n"), 0);
    }

    #[test]
    fn a_file_has_at_most_400_lines() {
        let text = |lines: usize| format!("//! Here.\n{}", "\n".repeat(lines - 1));
        assert_eq!(about("crates/a/src/b.rs", &text(400)), 0);
        assert_eq!(about("crates/a/src/b.rs", &text(401)), 1);
    }

    #[test]
    fn a_crate_has_a_readme_a_description_and_the_lints() {
        let of = |has_readme, description: &str, takes_lints| Crate {
            name: "a".to_owned(),
            description: description.to_owned(),
            has_readme,
            takes_lints,
        };
        assert!(about_crate(&of(true, "Does a.", true)).is_empty());
        assert_eq!(about_crate(&of(false, " ", false)).len(), 3);
        assert!(takes_lints("[package]\n[lints]\nworkspace = true\n"));
        assert!(!takes_lints("[dependencies]\nworkspace = true\n"));
    }

    #[test]
    fn words_and_numbers_are_looked_at_in_every_source() {
        let text = format!("{}{}\n943 476 59{}\n", "TO", "DO", "19");
        assert_eq!(about_source(&Source::new("docs/a.md", text)).len(), 2);
    }
}
