//! The pages in a real browser: `tests/browser`, against a demo of their own on free ports, in a folder that is removed.
//!
//! What is tested stands in the tests; here is only how they are started and counted.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};

use super::Outcome;
use super::counts::Counts;
use super::rust;
use crate::workspace::Workspace;
use crate::{assets, run, tools};

/// How many people the demo has: enough for every page to have somebody to show.
const PEOPLE: &str = "60";
/// Lines of the demo that are read before it has to have said where the pages are.
const LINES_MAX: usize = 200;
/// Files of tests that run at the same time.
const AT_ONCE: &str = "--test-concurrency=2";

/// Runs the tests.
pub fn run(workspace: &Workspace) -> Result<Outcome> {
    tools::need_c_compiler(workspace)?;
    assets::compile(workspace)?;
    let chromium = tools::need_chromium(workspace)?;
    let build = [
        "build",
        "--package",
        "throughline",
        "--package",
        "web",
        "--bins",
        "--examples",
        // As the tests were built, so that nothing is built twice.
        rust::BINARY,
    ];
    run::succeed(run::command(&workspace.root, "cargo", build))?;
    let built = workspace.members()?.target_directory.join("debug");
    let folder = Folder::new()?;
    let gallery = folder.0.join("gallery");
    let written = [gallery.as_os_str()];
    run::succeed(run::command(
        &workspace.root,
        built.join("examples/gallery").as_str(),
        written,
    ))?;
    let demo = Demo::start(workspace, built.join("throughline").as_str(), &folder)?;
    let mut command = run::command(
        &workspace.root,
        "node",
        ["--test", AT_ONCE, "--test-reporter=tap", "tests/browser"],
    );
    command
        .env("THROUGHLINE_PAGES", &demo.pages)
        .env("THROUGHLINE_PROGRAM", built.join("throughline").as_str())
        .env("THROUGHLINE_GALLERY", &gallery)
        .env("CHROMIUM", chromium);
    let mut counts = Counts::default();
    let well = run::follow(
        command,
        |line| line.starts_with("# "),
        |line| add(&mut counts, line),
    )?;
    let mut findings = Vec::new();
    if !well || counts.failed > 0 {
        findings.push(format!("{} failed", counts.failed.max(1)));
    } else if counts.passed == 0 {
        findings.push("no test ran".to_owned());
    }
    let mut outcome = Outcome::new(findings, format!("{counts}, node"));
    outcome.counts = counts;
    Ok(outcome)
}

/// Adds what a line of TAP's summary counts.
fn add(counts: &mut Counts, line: &str) {
    let mut words = line.split_whitespace().skip(1);
    let (what, number) = (
        words.next(),
        words.next().and_then(|word| word.parse::<u64>().ok()),
    );
    match (what, number) {
        (Some("pass"), Some(number)) => counts.passed += number,
        (Some("fail" | "cancelled" | "skipped" | "todo"), Some(number)) => counts.failed += number,
        _ => {}
    }
}

/// A folder that is removed again.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("throughline-browser-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// A demo that is up until it is dropped.
struct Demo {
    process: Child,
    pages: String,
}

impl Demo {
    fn start(workspace: &Workspace, program: &str, folder: &Folder) -> Result<Self> {
        let data = folder.0.join("data");
        let data = data.to_string_lossy();
        let free = "127.0.0.1:0";
        let arguments = [
            "demo",
            "--data-folder",
            &data,
            "--people",
            PEOPLE,
            "--listen",
            free,
            "--pages-listen",
            free,
        ];
        let mut command: Command = run::command(&workspace.root, program, arguments);
        let mut process = command.stdout(Stdio::piped()).spawn().context("the demo")?;
        let output = process.stdout.take().context("stdout was asked for")?;
        let mut demo = Self {
            process,
            pages: String::new(),
        };
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref().take(LINES_MAX) {
            if let Some(pages) = line?.strip_prefix("Pages: ") {
                demo.pages = pages.to_owned();
                // It goes on writing: what nobody reads would end it.
                thread::spawn(move || lines.for_each(drop));
                return Ok(demo);
            }
        }
        bail!("the demo ended before it said where its pages are")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_did_not_pass_has_failed() {
        let mut counts = Counts::default();
        for line in [
            "# tests 9",
            "# pass 5",
            "# fail 1",
            "# cancelled 1",
            "# skipped 2",
            "ok 1 - # pass 9",
        ] {
            if line.starts_with("# ") {
                add(&mut counts, line);
            }
        }
        assert_eq!((counts.passed, counts.failed), (5, 4));
    }
}
