//! `cargo xtask fuzz`: builds the fuzz targets so that libFuzzer sees which branches are taken, and runs them for a while.
//!
//! What they try is `tests/src/fuzzing`'s matter. What was found once is kept in `target/fuzz`, and gone on from.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{assets, run, tools};

/// The targets, in the order in which they run.
pub const TARGETS: [&str; 4] = ["commands", "cookies", "events", "tokens"];

/// What tells libFuzzer of branches and comparisons (LLVM's SanitizerCoverage), and stops at overflows.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Ccodegen-units=1";

/// Runs each of these targets, or all of them, for so many seconds; or one on the bytes of a file.
///
/// # Errors
///
/// Where a target is not known, or the build fails.
pub fn fuzz(
    workspace: &Workspace,
    only: &[String],
    seconds: u32,
    bytes: Option<PathBuf>,
) -> Result<ExitCode> {
    if let Some(unknown) = only.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        bail!(
            "no target is called `{unknown}`; there are {}",
            TARGETS.join(", ")
        );
    }
    tools::need_cpp_compiler(workspace)?;
    assets::compile(workspace)?;
    let program = build(workspace)?;
    let all = TARGETS.iter().map(|name| (*name).to_owned());
    let names: Vec<String> = if only.is_empty() {
        all.collect()
    } else {
        only.to_vec()
    };
    for name in names {
        eprintln!("\n=== {name}");
        if let Err(error) = run::succeed(driven(
            workspace,
            &program,
            &name,
            seconds,
            bytes.as_deref(),
        )?) {
            eprintln!("{error:#}");
            eprintln!(
                "the bytes are in the file that is named above: `cargo xtask fuzz {name} --bytes FILE` tries them again"
            );
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    let host = run::host()?;
    let folder = folder(workspace);
    // With a target that is named, what builds (scripts, macros) is built without.
    let arguments = [
        "build",
        "--package=throughline-tests",
        "--features=fuzzing",
        "--bin=fuzz",
        "--profile=fuzzing",
        "--target",
        &host,
        "--target-dir",
    ];
    let mut command = run::command(&workspace.root, "cargo", arguments);
    command.arg(&folder).env("RUSTFLAGS", COVERAGE);
    run::succeed(command).context("building the fuzz targets")?;
    Ok(folder.join(host).join("fuzzing/fuzz"))
}

fn driven(
    workspace: &Workspace,
    program: &Path,
    name: &str,
    seconds: u32,
    bytes: Option<&Path>,
) -> Result<Command> {
    let mut command = Command::new(program);
    command
        .current_dir(&workspace.root)
        .env("THROUGHLINE_FUZZ", name);
    if let Some(bytes) = bytes {
        command.arg(bytes);
        return Ok(command);
    }
    let corpus = folder(workspace).join("corpus").join(name);
    let found = folder(workspace).join("found");
    for folder in [&corpus, &found] {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    command
        .env("THROUGHLINE_FUZZ_SEEDS", &corpus)
        .arg(format!("-max_total_time={seconds}"))
        .arg("-rss_limit_mb=4096")
        .arg("-timeout=20")
        .arg(format!("-artifact_prefix={}/{name}-", found.display()))
        .arg(corpus);
    Ok(command)
}

fn folder(workspace: &Workspace) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| workspace.root.join("target"))
        .join("fuzz")
}
