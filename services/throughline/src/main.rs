//! `throughline`: starts the system, or carries out one of the operator's commands.

use std::process::ExitCode;

use clap::Parser;
use throughline::command::Arguments;

fn main() -> ExitCode {
    match throughline::command::run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("throughline: {error:#}");
            ExitCode::FAILURE
        }
    }
}
