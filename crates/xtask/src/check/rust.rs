//! The steps that are cargo's own work: format, clippy, building, testing, documentation.
//!
//! Clippy and the documentation share the checked dependencies, the build of the tests and the doctests the built ones;
//! features are resolved for the whole workspace each time, so nothing is built twice.

use anyhow::Result;

use super::Outcome;
use super::counts::{self, Counts};
use crate::workspace::Workspace;
use crate::{run, tools};

/// What of the binary is not built by default, and checked all the same: every backend, and traces.
pub(super) const BINARY: &str =
    "--features=throughline/jetstream,throughline/kurrentdb,throughline/traces";
/// As above, for the whole workspace.
const BACKENDS: &str = "--features=throughline/jetstream,throughline/kurrentdb,throughline/traces,throughline-tests/jetstream,throughline-tests/fuzzing";

/// A way to run tests.
struct Runner {
    name: &'static str,
    arguments: &'static [&'static str],
    /// Whether a line of its output is one that counts.
    closes: fn(&str) -> bool,
    /// Fewer than these mean that nothing was tested.
    at_least: u64,
}

/// The quicker one, which also bounds every test's time.
#[rustfmt::skip]
const NEXTEST: Runner = Runner {
    name: "cargo nextest",
    arguments: &[
        "nextest", "run", "--workspace", BACKENDS, "--no-fail-fast", "--config-file", "crates/xtask/nextest.toml",
        "--status-level", "slow", "--final-status-level", "fail",
    ],
    closes: counts::closes_nextest,
    at_least: 1,
};

/// The one that is always there.
const CARGO_TEST: Runner = Runner {
    name: "cargo test",
    arguments: &[
        "test",
        "--workspace",
        BACKENDS,
        "--all-targets",
        "--no-fail-fast",
    ],
    closes: counts::closes_cargo_test,
    at_least: 1,
};

/// The examples in the documentation; there may be none.
const DOCTESTS: Runner = Runner {
    name: "cargo test --doc",
    arguments: &["test", "--doc", "--workspace", BACKENDS, "--quiet"],
    closes: counts::closes_cargo_test,
    at_least: 0,
};

/// `cargo fmt --check`.
pub fn format(workspace: &Workspace) -> Result<Outcome> {
    tools::need_component(workspace, "fmt", "rustfmt")?;
    cargo(
        workspace,
        &["fmt", "--all", "--check"],
        "mend with `cargo fmt --all`",
    )
}

/// Clippy over everything with every backend, and over the binary as it is without; warnings denied.
pub fn clippy(workspace: &Workspace) -> Result<Outcome> {
    tools::need_component(workspace, "clippy", "clippy")?;
    tools::need_cpp_compiler(workspace)?;
    for which in [&["--workspace", BACKENDS][..], &["--package=throughline"]] {
        let arguments = [
            &["clippy", "--all-targets"],
            which,
            &["--", "-D", "warnings"],
        ];
        let outcome = cargo(workspace, &arguments.concat(), "")?;
        if !outcome.findings.is_empty() {
            return Ok(outcome);
        }
    }
    Ok(Outcome::new(Vec::new(), "with every backend, and without"))
}

/// Builds every test and what they start.
pub fn build_tests(workspace: &Workspace) -> Result<Outcome> {
    tools::need_cpp_compiler(workspace)?;
    cargo(
        workspace,
        &["test", "--workspace", BACKENDS, "--no-run"],
        "",
    )
}

/// Runs every test, by nextest where it is there.
pub fn test(workspace: &Workspace) -> Result<Outcome> {
    tools::need_nats_server(workspace)?;
    tools::need_kurrentdb_clients(workspace)?;
    let nextest = tools::has_nextest(workspace);
    counted(workspace, if nextest { &NEXTEST } else { &CARGO_TEST })
}

/// Runs the examples in the documentation.
pub fn doctests(workspace: &Workspace) -> Result<Outcome> {
    counted(workspace, &DOCTESTS)
}

/// Builds the documentation of our own crates, warnings denied.
pub fn docs(workspace: &Workspace) -> Result<Outcome> {
    let arguments = [
        "doc",
        "--no-deps",
        "--workspace",
        BACKENDS,
        "--lib",
        "--quiet",
    ];
    let mut command = run::command(&workspace.root, "cargo", arguments);
    command.env("RUSTDOCFLAGS", "-D warnings");
    Ok(outcome(run::succeed(command), ""))
}

fn cargo(workspace: &Workspace, arguments: &[&str], remedy: &str) -> Result<Outcome> {
    let command = run::command(&workspace.root, "cargo", arguments);
    Ok(outcome(run::succeed(command), remedy))
}

fn outcome(result: Result<()>, remedy: &str) -> Outcome {
    let mut findings = Vec::new();
    if let Err(error) = result {
        findings.push(error.to_string());
        findings.extend((!remedy.is_empty()).then(|| remedy.to_owned()));
    }
    Outcome::new(findings, "")
}

fn counted(workspace: &Workspace, runner: &Runner) -> Result<Outcome> {
    let command = run::command(&workspace.root, "cargo", runner.arguments);
    let mut counts = Counts::default();
    let well = run::follow(command, runner.closes, |line| counts.add_line(line))?;
    let findings = judge(well, counts, runner.at_least);
    let mut outcome = Outcome::new(findings, format!("{counts}, {}", runner.name));
    outcome.counts = counts;
    Ok(outcome)
}

/// A runner that ends well and counts nothing has not tested anything.
fn judge(well: bool, counts: Counts, at_least: u64) -> Vec<String> {
    if counts.failed > 0 {
        vec![format!("{} failed", counts.failed)]
    } else if !well {
        vec!["the runner ended badly, though no test failed: see above".to_owned()]
    } else if counts.passed < at_least {
        vec!["no test ran".to_owned()]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_that_ran_and_passed_are_well() {
        let counts = |passed, failed| Counts { passed, failed };
        assert!(judge(true, counts(3, 0), 1).is_empty());
        assert_eq!(judge(true, counts(3, 1), 1), ["1 failed"]);
        assert_eq!(judge(true, counts(0, 0), 1), ["no test ran"]);
        assert!(judge(true, counts(0, 0), 0).is_empty());
        assert_eq!(judge(false, counts(3, 0), 1).len(), 1);
    }

    #[test]
    fn a_failure_carries_its_remedy() {
        let failed = outcome(Err(anyhow::anyhow!("`cargo fmt` failed")), "mend it");
        assert_eq!(failed.findings, ["`cargo fmt` failed", "mend it"]);
        assert!(outcome(Ok(()), "mend it").findings.is_empty());
    }
}
