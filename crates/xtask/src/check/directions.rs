//! Who may import whom: the one table of it, and the check of every edge between our own crates.
//!
//! Dependencies on other people's crates are none of its business, but for what would make `casework` impure.

use anyhow::Result;
use cargo_metadata::{DependencyKind, Metadata};

use super::Outcome;
use crate::workspace::Workspace;

/// What a crate of ours may import.
enum May {
    /// These of ours, and no other.
    Only(&'static [&'static str]),
    /// Any of ours: it composes them.
    Any,
}

/// By crate, what it may import to build. A crate without a row may not exist.
#[rustfmt::skip]
const RULES: [(&str, May); 19] = [
    ("casework", May::Only(&[])),
    ("eventlog", May::Only(&[])),
    ("eventlog-jetstream", May::Only(&["eventlog"])),
    ("eventlog-kurrentdb", May::Only(&["eventlog"])),
    ("eventlog-sqlite", May::Only(&["eventlog"])),
    ("keyring", May::Only(&[])),
    ("casestore", May::Only(&["casework", "eventlog", "keyring"])),
    ("identity", May::Only(&["casework"])),
    ("orgviews", May::Only(&["casework", "identity"])),
    ("api", May::Only(&["casework"])),
    ("runtime", May::Only(&[])),
    ("cases", May::Only(&["api", "casestore", "casework", "identity", "keyring", "runtime"])),
    ("projector", May::Only(&["api", "casestore", "casework", "eventlog", "orgviews", "runtime"])),
    ("views", May::Only(&["api", "casework", "identity", "keyring", "orgviews", "runtime"])),
    ("timekeeper", May::Only(&["api", "casework", "runtime"])),
    ("web", May::Only(&["api", "identity", "runtime"])),
    ("throughline", May::Any),
    ("throughline-tests", May::Any),
    ("xtask", May::Only(&[])),
];

/// What tests may import beyond that: the log in memory, for the projector a keyring to make histories with, for the
/// keyring the real servers that the log is tested on, and for a backend the log under its tests' server.
const IN_TESTS: [(&str, &str); 4] = [
    ("*", "eventlog"),
    ("projector", "keyring"),
    ("keyring", "eventlog-jetstream"),
    ("eventlog-kurrentdb", "eventlog-sqlite"),
];

/// What nobody may import: they are the top.
const TOPS: [(&str, &str); 3] = [
    ("throughline", "throughline-tests"),
    ("throughline-tests", ""),
    ("xtask", ""),
];

/// What `casework` may not import: I/O, async, chance.
const IMPURE: [&str; 5] = ["tokio", "rusqlite", "getrandom", "rand", "tonic"];

/// A declared dependency of one of our crates.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    from: String,
    to: String,
    /// For tests, benchmarks and examples alone.
    in_tests: bool,
}

/// Checks the edges that `cargo metadata` reports.
pub fn run(workspace: &Workspace) -> Result<Outcome> {
    let metadata = workspace.members()?;
    let (members, edges) = read(&metadata);
    let looked_at = format!("{} crates", members.len());
    Ok(Outcome::new(find(&members, &edges), looked_at))
}

fn find(members: &[String], edges: &[Edge]) -> Vec<String> {
    let unknown = members
        .iter()
        .filter(|member| rule(member).is_none())
        .map(|member| format!("{member}: no rule says what it may import"));
    let wrong = edges.iter().filter_map(|edge| judge(members, edge));
    unknown.chain(wrong).collect()
}

/// What is wrong with an edge.
fn judge(members: &[String], edge: &Edge) -> Option<String> {
    let Edge { from, to, in_tests } = edge;
    if from == to && *in_tests {
        // How a crate turns on its own feature for its tests.
        return None;
    }
    if !members.contains(to) {
        let impure = from == "casework" && !in_tests && IMPURE.contains(&to.as_str());
        return impure
            .then(|| format!("{from} -> {to}: the rules are pure: no I/O, async or chance"));
    }
    let top = TOPS.iter().find(|(top, _)| top == to);
    if let Some((_, alone)) = top.filter(|(_, alone)| alone != from) {
        let who = if alone.is_empty() { "nobody" } else { alone };
        return Some(format!("{from} -> {to}: {who} may import it"));
    }
    let May::Only(allowed) = rule(from)? else {
        return None;
    };
    let for_tests = |(who, what): &(&str, &str)| (*who == "*" || who == from) && what == to;
    if allowed.contains(&to.as_str()) || (*in_tests && IN_TESTS.iter().any(for_tests)) {
        return None;
    }
    let list = if allowed.is_empty() {
        "nothing of ours".to_owned()
    } else {
        allowed.join(", ")
    };
    let kind = if *in_tests { " (in tests)" } else { "" };
    Some(format!("{from} -> {to}{kind}: {from} may import {list}"))
}

fn rule(name: &str) -> Option<&'static May> {
    RULES.iter().find(|(of, _)| *of == name).map(|(_, may)| may)
}

/// Our crates by name, and every dependency they declare.
fn read(metadata: &Metadata) -> (Vec<String>, Vec<Edge>) {
    let packages = metadata.workspace_packages();
    let members = packages
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let edges = packages.iter().flat_map(|package| {
        let from = package.name.to_string();
        package.dependencies.iter().map(move |dependency| Edge {
            from: from.clone(),
            to: dependency.name.clone(),
            in_tests: dependency.kind == DependencyKind::Development,
        })
    });
    (members, edges.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> Vec<String> {
        RULES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn found(from: &str, to: &str, in_tests: bool) -> Vec<String> {
        let (from, to) = (from.to_owned(), to.to_owned());
        find(&members(), &[Edge { from, to, in_tests }])
    }

    #[test]
    fn an_edge_in_the_table_is_well_and_any_other_is_named_with_its_rule() {
        assert!(found("orgviews", "casework", false).is_empty());
        assert!(found("throughline", "eventlog-sqlite", false).is_empty());
        let wrong = found("api", "identity", false);
        assert_eq!(wrong, ["api -> identity: api may import casework"]);
        assert!(found("casework", "keyring", false)[0].contains("nothing of ours"));
        assert_eq!(found("cases", "views", false).len(), 1);
    }

    #[test]
    fn tests_may_use_the_log_and_the_projectors_a_keyring() {
        assert!(found("casestore", "eventlog", true).is_empty());
        assert!(found("projector", "keyring", true).is_empty());
        assert!(found("casework", "casework", true).is_empty());
        assert_eq!(found("projector", "keyring", false).len(), 1);
        assert!(found("runtime", "keyring", true)[0].contains("(in tests)"));
    }

    #[test]
    fn the_rules_stay_pure() {
        assert_eq!(found("casework", "tokio", false).len(), 1);
        assert!(found("casework", "serde", false).is_empty());
        assert!(found("cases", "tokio", false).is_empty());
    }

    #[test]
    fn nobody_imports_what_stands_on_top() {
        assert!(found("throughline-tests", "throughline", false).is_empty());
        assert_eq!(found("web", "throughline", true).len(), 1);
        assert_eq!(found("throughline", "xtask", false).len(), 1);
    }

    #[test]
    fn a_crate_without_a_rule_fails() {
        let members = [members(), vec!["helpers".to_owned()]].concat();
        assert_eq!(find(&members, &[]).len(), 1);
    }

    #[test]
    fn edges_are_read_from_metadata() {
        let metadata = Workspace::find().unwrap().members().unwrap();
        let (members, edges) = read(&metadata);
        assert!(members.contains(&"xtask".to_owned()));
        let edge = |from: &str, to: &str, in_tests| Edge {
            from: from.to_owned(),
            to: to.to_owned(),
            in_tests,
        };
        assert!(edges.contains(&edge("xtask", "anyhow", false)));
        assert!(edges.contains(&edge("casework", "proptest", true)));
    }
}
