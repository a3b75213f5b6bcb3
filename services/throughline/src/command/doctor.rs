//! `throughline doctor`: looks at settings, folder, keys, log and files, and says what to do about what is wrong.
//!
//! Here is what it prints and in which order; each look is in `doctor/`. It changes no content.

mod files;
mod folder;

use std::process::ExitCode;

pub(super) use files::{operator, ready, running};
use runtime::configuration::Configuration;

/// What was found, one line each.
#[derive(Default)]
struct Findings {
    wrong: usize,
}

impl Findings {
    fn fine(&self, what: &str) {
        println!("  fine   {what}");
    }

    /// Nothing is wrong, and it is good to know.
    fn note(&self, what: &str) {
        println!("  note   {what}");
    }

    fn wrong(&mut self, what: &str, remedy: &str) {
        self.wrong += 1;
        println!("  WRONG  {what}\n         {remedy}");
    }
}

pub(super) async fn run(configuration: anyhow::Result<Configuration>) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    match configuration {
        Err(error) => findings.wrong("the settings cannot be read", &format!("{error:#}")),
        Ok(configuration) => {
            findings.fine("the settings can be read");
            let running = running(&configuration).await;
            folder::look(&configuration, running.is_some(), &mut findings).await;
            files::look(&configuration, running, &mut findings).await;
        }
    }
    println!();
    if findings.wrong == 0 {
        println!("Nothing is wrong.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} to put right.", findings.wrong);
    Ok(ExitCode::FAILURE)
}
