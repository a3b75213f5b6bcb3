//! The pages' style sheet, script, icon and manifest: compiled or copied to `services/web/generated`, from which the
//! pages' build embeds them.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{run, tools};

/// What they are made from.
const SOURCE: &str = "services/web/assets";
/// Where they are put. Not committed.
const GENERATED: &str = "services/web/generated";
/// What is taken over as it is.
const AS_IT_IS: [&str; 3] = ["pages.js", "icon.svg", "site.webmanifest"];

/// Compiles the style sheet and puts everything in place. What has not changed is not written, so that nothing is built
/// again for it.
///
/// # Errors
///
/// When npm is missing or the style sheet does not compile.
pub fn compile(workspace: &Workspace) -> Result<()> {
    let packages = tools::need_npm_packages(workspace)?;
    let (source, generated) = (workspace.root.join(SOURCE), workspace.root.join(GENERATED));
    fs::create_dir_all(&generated).context(GENERATED)?;
    let compiled = generated.join("pages.css.new");
    let load_path = packages.join("nhsuk-frontend/dist");
    run::succeed(run::command(
        &workspace.root,
        &packages.join(".bin/sass").to_string_lossy(),
        [
            "--style=compressed".as_ref(),
            "--no-source-map".as_ref(),
            "--quiet-deps".as_ref(),
            "--load-path".as_ref(),
            load_path.as_os_str(),
            source.join("pages.scss").as_os_str(),
            compiled.as_os_str(),
        ],
    ))?;
    put(&generated.join("pages.css"), &fs::read(&compiled)?)?;
    fs::remove_file(compiled)?;
    for name in AS_IT_IS {
        put(&generated.join(name), &fs::read(source.join(name))?)?;
    }
    Ok(())
}

fn put(path: &std::path::Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|there| there == content) {
        return Ok(());
    }
    fs::write(path, content).with_context(|| path.display().to_string())
}
