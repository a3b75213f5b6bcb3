//! The contract's checks, by buf: lint, format, and nothing broken since the committed baseline image.
//!
//! The rules themselves are in `buf.yaml`; here they are only run.

use std::path::Path;

use anyhow::{Context, Result};

use super::Outcome;
use crate::workspace::Workspace;
use crate::{run, tools};

/// The contract as it was promised. Without comments, so that rewording one changes nothing.
const BASELINE: &str = "proto/baseline.binpb";

/// What buf is asked, and what to do about a refusal.
const QUESTIONS: [(&[&str], &str); 3] = [
    (&["lint"], "lint: the rules are in buf.yaml"),
    (
        &["format", "--diff", "--exit-code"],
        "format: mend with `node_modules/.bin/buf format --write`",
    ),
    (
        &["breaking", "--against", BASELINE],
        "breaking: callers rely on what the baseline promised; \
        add beside it, or replace it on purpose with `cargo xtask baseline`",
    ),
];

/// Lints the contract, checks its format and compares it with the baseline.
pub fn run(workspace: &Workspace) -> Result<Outcome> {
    if !workspace.has_file(BASELINE) {
        let finding = format!("{BASELINE} is missing; `cargo xtask baseline` makes it");
        return Ok(Outcome::new(vec![finding], ""));
    }
    let buf = tools::need_buf(workspace)?;
    let findings = ask(&workspace.root, &buf);
    Ok(Outcome::new(
        findings,
        "buf: lint, format, breaking changes".to_owned(),
    ))
}

/// Replaces the baseline with the contract as it is now.
///
/// # Errors
///
/// When the contract does not compile.
pub fn replace_baseline(workspace: &Workspace) -> Result<()> {
    let buf = tools::need_buf(workspace)?;
    build_image(&workspace.root, &buf)?;
    eprintln!(
        "{BASELINE} now holds the contract as it is: commit it with the reason for what it breaks"
    );
    Ok(())
}

fn ask(root: &Path, buf: &Path) -> Vec<String> {
    let program = buf.to_string_lossy();
    QUESTIONS
        .iter()
        .filter(|(arguments, _)| run::succeed(run::command(root, &program, *arguments)).is_err())
        .map(|(_, remedy)| (*remedy).to_owned())
        .collect()
}

fn build_image(root: &Path, buf: &Path) -> Result<()> {
    let arguments = ["build", "--exclude-source-info", "--output", BASELINE];
    run::succeed(run::command(root, &buf.to_string_lossy(), arguments))
        .context("building the image")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::{env, fs, process};

    use super::*;

    const SOUND: &str = "syntax = \"proto3\";\n\npackage throughline.v1;\n\n\
        // What is asked.\nmessage RaiseReferralRequest {\n  // In the asker's words.\n  string why = 1;\n}\n";

    /// A folder with our `buf.yaml` and one proto, removed at the end.
    struct Contract(PathBuf);

    impl Contract {
        fn new(name: &str) -> Self {
            let folder = env::temp_dir().join(format!("xtask-{name}-{}", process::id()));
            fs::create_dir_all(folder.join("proto/throughline/v1")).unwrap();
            fs::write(
                folder.join("buf.yaml"),
                include_str!("../../../../buf.yaml"),
            )
            .unwrap();
            Self(folder)
        }

        fn write(&self, text: &str) {
            fs::write(self.0.join("proto/throughline/v1/referrals.proto"), text).unwrap();
        }
    }

    impl Drop for Contract {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn each_question_can_be_failed() {
        let buf = tools::need_buf(&Workspace::find().unwrap()).unwrap();
        let contract = Contract::new("protos");
        contract.write(SOUND);
        build_image(&contract.0, &buf).unwrap();
        let refused = |text: &str| {
            contract.write(text);
            ask(&contract.0, &buf)
        };
        assert!(refused(SOUND).is_empty());
        assert!(refused(&SOUND.replace("  // In the asker's words.\n", ""))[0].starts_with("lint"));
        assert!(refused(&SOUND.replace("  string", "string"))[0].starts_with("format"));
        assert!(refused(&SOUND.replace("string why", "bytes why"))[0].starts_with("breaking"));
    }
}
