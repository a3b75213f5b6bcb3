//! Running other programs: to their end, with their output shown, read along the way, or in place of this one.
//!
//! Also the one stopwatch. Which programs to run, and what their output means, is not decided here.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A command in `folder`, without what `cargo run` adds to the environment: build scripts that watch it would rerun.
pub fn command<A: AsRef<OsStr>>(
    folder: &Path,
    program: &str,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs it, its output shown as it comes.
pub fn succeed(mut command: Command) -> Result<()> {
    let name = describe(&command);
    let status = command.status().with_context(|| name.clone())?;
    if !status.success() {
        bail!("`{name}` failed ({status})");
    }
    Ok(())
}

/// Whether it can be started and ends well. Its output is dropped.
pub fn works(mut command: Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs it, shows its output as it comes, and hands every line of it to `read`, those of stdout after those of stderr.
/// Says whether it ended well.
///
/// `keep` chooses the lines that are held until then, so that a long output takes no memory.
pub fn follow(
    mut command: Command,
    keep: fn(&str) -> bool,
    mut read: impl FnMut(&str),
) -> Result<bool> {
    let name = describe(&command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| name.clone())?;
    let errors = child.stderr.take().context("stderr was asked for")?;
    let output = child.stdout.take().context("stdout was asked for")?;
    let errors = thread::spawn(move || pass_on(errors, std::io::stderr(), keep));
    let output = pass_on(output, std::io::stdout(), keep)?;
    let errors = match errors.join() {
        Ok(lines) => lines?,
        Err(_) => bail!("reading the output of `{name}` failed"),
    };
    errors.iter().chain(&output).for_each(|line| read(line));
    Ok(child.wait().with_context(|| name)?.success())
}

fn pass_on(from: impl Read, mut to: impl Write, keep: fn(&str) -> bool) -> Result<Vec<String>> {
    let mut from = BufReader::new(from);
    let mut kept = Vec::new();
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        let text = String::from_utf8_lossy(&line);
        if keep(&text) {
            kept.push(text.trim_end().to_owned());
        }
        line.clear();
    }
    Ok(kept)
}

/// Lets the command take the place of this process, so that an interrupt goes straight to it.
#[cfg(unix)]
pub fn become_it(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    let name = describe(&command);
    Err(command.exec()).with_context(|| name)
}

/// Runs the command to its end and takes over its verdict.
#[cfg(not(unix))]
pub fn become_it(mut command: Command) -> Result<ExitCode> {
    let name = describe(&command);
    let status = command.status().with_context(|| name)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// This machine's platform as rustc names it, such as `x86_64-unknown-linux-gnu`.
pub fn host() -> Result<String> {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .context("rustc -vV")?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        .context("rustc -vV names no host")
}

/// How long `work` took, beside what it gave.
#[expect(
    clippy::disallowed_methods,
    reason = "durations are only shown, nothing rests on them"
)]
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn describe(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = succeed(command(Path::new("."), "sh", ["-c", "exit 3"])).unwrap_err();
        assert!(error.to_string().contains("sh -c exit 3"), "{error}");
        assert!(succeed(command(Path::new("."), "true", [""; 0])).is_ok());
    }

    #[test]
    fn only_the_lines_asked_for_are_read() {
        let script = "echo 'keep one'; echo drop; echo 'keep two' >&2; exit 1";
        let mut lines = Vec::new();
        let well = follow(
            command(Path::new("."), "sh", ["-c", script]),
            |line| line.starts_with("keep"),
            |line| lines.push(line.to_owned()),
        );
        assert!(!well.unwrap());
        assert_eq!(lines, ["keep two", "keep one"]);
    }

    #[test]
    fn what_is_not_installed_does_not_work() {
        assert!(!works(command(
            Path::new("."),
            "no-such-program-here",
            [""; 0]
        )));
        assert!(host().unwrap().contains('-'));
    }
}
