//! `cargo xtask demo` and `cargo xtask bench`: build, and then let the built program take over.
//!
//! What the demonstration shows and what the benchmark measures is theirs to say; here is only how they are started.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{assets, run, tools};

/// Builds `throughline` and runs its demonstration on a fresh data folder, `demo-data`.
pub fn demo(workspace: &Workspace, rest: &[String]) -> Result<ExitCode> {
    tools::need_c_compiler(workspace)?;
    // The story is told without it; what is printed to call next needs it.
    if let Err(error) = tools::need_buf(workspace) {
        eprintln!("`npx buf curl` will not work: {error:#}");
    }
    assets::compile(workspace)?;
    eprintln!("building throughline; the first time takes a few minutes");
    run::succeed(run::command(
        &workspace.root,
        "cargo",
        ["build", "--package", "throughline", "--bin", "throughline"],
    ))?;
    let program = workspace
        .members()?
        .target_directory
        .join("debug/throughline");
    run::become_it(run::command(
        &workspace.root,
        program.as_str(),
        demo_arguments(rest),
    ))
}

/// Builds the benchmark for release and runs it.
pub fn bench(workspace: &Workspace, rest: &[String]) -> Result<ExitCode> {
    tools::need_c_compiler(workspace)?;
    assets::compile(workspace)?;
    tools::need_nats_server(workspace)?;
    let arguments = [
        "run",
        "--release",
        "--package",
        "throughline-tests",
        "--bin",
        "bench",
        "--features",
        "jetstream",
        "--",
    ];
    let arguments = arguments.into_iter().chain(rest.iter().map(String::as_str));
    run::become_it(run::command(&workspace.root, "cargo", arguments))
}

fn demo_arguments(rest: &[String]) -> Vec<&str> {
    ["demo", "--data-folder", "demo-data", "--reset"]
        .into_iter()
        .chain(rest.iter().map(String::as_str))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::demo_arguments;

    #[test]
    fn further_arguments_come_last() {
        let rest = ["--port".to_owned(), "8080".to_owned()];
        let arguments = demo_arguments(&rest);
        assert_eq!(arguments[0], "demo");
        assert_eq!(arguments[4..], ["--port", "8080"]);
    }
}
