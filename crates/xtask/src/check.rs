//! `cargo xtask check`: the steps, their order, what is printed around them.
//!
//! Each step lives in its own module: a pure function that finds what is wrong, and a `run` that feeds it. Cheap steps
//! come first. What the steps look for must not be here.

mod browser;
mod counts;
mod directions;
mod house;
mod licences;
pub mod protos;
mod rust;
pub mod six_files;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{run, tools};
use counts::Counts;

/// One named part of the check.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Result<Outcome>,
}

/// What a step has to say when it could be carried out.
pub struct Outcome {
    /// What is wrong, one line each; none when all is well.
    findings: Vec<String>,
    /// What was looked at, for the summary.
    looked_at: String,
    /// Tests that ran in this step.
    counts: Counts,
}

/// In the order in which they run.
#[rustfmt::skip]
const STEPS: [Step; 14] = [
    Step { name: "format", about: "rustfmt has nothing to change", run: rust::format },
    Step { name: "directions", about: "crates import only what they may", run: directions::run },
    Step { name: "six-files", about: "one use case, one stem, one file per layer", run: six_files::run },
    Step { name: "house", about: "the house style, as far as text shows it", run: house::run },
    Step { name: "licences", about: "every dependency's licence is one that we accept", run: licences::run },
    Step { name: "protos", about: "the contract: lint, format, nothing broken since the baseline", run: protos::run },
    Step { name: "deploy", about: "the samples for deploying, by the programs that read them", run: deploy },
    Step { name: "assets", about: "the pages' style sheet compiles", run: |workspace| crate::assets::compile(workspace).map(|()| Outcome::new(Vec::new(), "")) },
    Step { name: "clippy", about: "no warnings, in tests neither", run: rust::clippy },
    Step { name: "build-tests", about: "everything builds", run: rust::build_tests },
    Step { name: "test", about: "every test passes", run: rust::test },
    Step { name: "doctests", about: "the examples in the documentation run", run: rust::doctests },
    Step { name: "browser", about: "the pages in a browser: journeys, accessibility, keyboard, print", run: browser::run },
    Step { name: "docs", about: "the documentation builds, its links lead somewhere", run: rust::docs },
];

/// The samples for deploying are checked by a script that needs nothing of this program.
fn deploy(workspace: &Workspace) -> Result<Outcome> {
    tools::need_nats_server(workspace)?;
    let nothing: [&str; 0] = [];
    let well = run::succeed(run::command(&workspace.root, "deploy/check", nothing));
    let findings = well.err().map(|error| error.to_string());
    Ok(Outcome::new(findings.into_iter().collect(), ""))
}

impl Outcome {
    /// All well when `findings` is empty.
    fn new(findings: Vec<String>, looked_at: impl Into<String>) -> Self {
        Self {
            findings,
            looked_at: looked_at.into(),
            counts: Counts::default(),
        }
    }
}

/// Prints the steps.
pub fn list() {
    for step in &STEPS {
        println!("{:12} {}", step.name, step.about);
    }
}

/// Runs the steps named, or all of them, up to the first that fails; the last line counts the tests.
///
/// # Errors
///
/// When `only` names a step that does not exist.
pub fn check(workspace: &Workspace, only: &[String]) -> Result<ExitCode> {
    let steps = choose(only)?;
    let mut counts = Counts::default();
    let mut summary = Vec::new();
    let mut failed = None;
    for step in steps {
        eprintln!("\n=== {}: {}", step.name, step.about);
        let (outcome, took) = run::timed(|| (step.run)(workspace));
        let outcome = outcome.unwrap_or_else(|error| Outcome::new(vec![format!("{error:#}")], ""));
        counts += outcome.counts;
        for finding in &outcome.findings {
            eprintln!("  {finding}");
        }
        let well = outcome.findings.is_empty();
        let verdict = if well { "ok" } else { "FAILED" };
        eprintln!("=== {}: {verdict}, {}", step.name, seconds(took));
        summary.push((step.name, verdict, took, outcome.looked_at));
        if !well {
            failed = Some(step.name);
            break;
        }
    }
    eprintln!();
    let total: Duration = summary.iter().map(|(_, _, took, _)| *took).sum();
    for (name, verdict, took, looked_at) in summary {
        eprintln!("{name:12} {verdict:7} {:>9}  {looked_at}", seconds(took));
    }
    eprintln!("{:12} {:7} {:>9}", "all", "", seconds(total));
    if let Some(name) = failed {
        eprintln!("\nstep `{name}` failed; alone: cargo xtask check --only {name}");
    }
    if counts.ran() > 0 {
        println!("{counts}");
    }
    Ok(if failed.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn choose(only: &[String]) -> Result<Vec<&'static Step>> {
    for name in only {
        if !STEPS.iter().any(|step| step.name == name) {
            bail!("no step is called `{name}`; `cargo xtask check --list` names them");
        }
    }
    let chosen = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(chosen).collect())
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_own_name() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn steps_are_chosen_by_name_in_their_own_order() {
        assert_eq!(choose(&[]).unwrap().len(), STEPS.len());
        let names = ["test".to_owned(), "format".to_owned()];
        let chosen: Vec<_> = choose(&names)
            .unwrap()
            .iter()
            .map(|step| step.name)
            .collect();
        assert_eq!(chosen, ["format", "test"]);
        assert!(choose(&["formt".to_owned()]).is_err());
    }
}
