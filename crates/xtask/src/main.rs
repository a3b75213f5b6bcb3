//! `cargo xtask`: the two commands of the README, `demo` and `check`, and what the makers of Throughline need beside them.
//!
//! Here are only the command line and its dispatch. It imports no other crate of the workspace, so that it builds
//! first and runs while the others do not compile.

mod assets;
mod check;
mod demo;
mod fuzz;
mod run;
mod tools;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Demonstrates, checks and measures Throughline.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds Throughline and runs it with an invented locality to try it on.
    Demo {
        /// Passed on to `throughline demo`.
        #[arg(last = true)]
        rest: Vec<String>,
    },
    /// Compiles the pages' style sheet, with what npm provides for it.
    Assets,
    /// Everything that must hold before a change goes in.
    Check {
        /// Runs this step alone; may be given several times.
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
        /// Lists the steps and runs none.
        #[arg(long)]
        list: bool,
    },
    /// Prints the six files of a command, from its proto to its view; without a name, of every command.
    Files {
        /// A command's stem, such as `raise_referral`.
        stem: Option<String>,
    },
    /// Measures, in a release build.
    Bench {
        /// Passed on to the benchmark: `bulk` loads tens of thousands of people; `bulk --help` says what can be chosen.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Tries arbitrary bytes on what reads commands, stored events, tokens and cookies, for a while.
    Fuzz {
        /// Which of `commands`, `cookies`, `events` and `tokens`; all of them, where none is named.
        targets: Vec<String>,
        /// For how many seconds each.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Tries the bytes of this file alone, on the one target that is named.
        #[arg(long, value_name = "FILE")]
        bytes: Option<PathBuf>,
    },
    /// Replaces the committed image of the contract: what it said before may then be broken, on purpose.
    Baseline,
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match arguments.command {
        Command::Demo { rest } => demo::demo(&workspace, &rest),
        Command::Assets => {
            assets::compile(&workspace)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { list: true, .. } => {
            check::list();
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { only, .. } => check::check(&workspace, &only),
        Command::Files { stem } => {
            check::six_files::print(&workspace, stem.as_deref())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench { rest } => demo::bench(&workspace, &rest),
        Command::Fuzz {
            targets,
            seconds,
            bytes,
        } => fuzz::fuzz(&workspace, &targets, seconds, bytes),
        Command::Baseline => {
            check::protos::replace_baseline(&workspace)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{Arguments, Command};

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_follows_two_dashes_is_passed_on() {
        let arguments =
            Arguments::try_parse_from(["xtask", "demo", "--", "--port", "8080"]).unwrap();
        let Command::Demo { rest } = arguments.command else {
            panic!("not a demo");
        };
        assert_eq!(rest, ["--port", "8080"]);
        assert!(Arguments::try_parse_from(["xtask", "demo", "--port"]).is_err());
        let arguments = ["xtask", "bench", "bulk", "--people", "300"];
        let Command::Bench { rest } = Arguments::try_parse_from(arguments).unwrap().command else {
            panic!("not a benchmark");
        };
        assert_eq!(rest, ["bulk", "--people", "300"]);
    }
}
