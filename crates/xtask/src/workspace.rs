//! Where things are: the workspace's root, its metadata, and its sources as text.
//!
//! The only module that reads the source tree. What is right or wrong with it is for the checks to say.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result};
use cargo_metadata::{CargoOpt, Metadata, MetadataCommand};

use crate::run;

/// Folders that hold text of ours, and are looked through in full.
const FOLDERS: [&str; 6] = ["crates", "deploy", "docs", "proto", "services", "tests"];

/// What is text, by the end of a file's name.
const TEXT: [&str; 17] = [
    "rs", "proto", "md", "toml", "json", "jsonl", "sql", "html", "css", "js", "mjs", "yaml", "yml",
    "sh", "snap", "txt", "service",
];

/// Folders that hold nothing written by us.
const SKIPPED: &[&str] = &["generated", "node_modules", "target", "demo-data"];

/// The workspace on disk.
pub struct Workspace {
    /// The folder that holds the root `Cargo.toml`.
    pub root: PathBuf,
}

/// A source file, read in full.
#[derive(Debug, Clone)]
pub struct Source {
    /// Relative to the root, with `/` between the parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A source from its parts, as tests make them.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// Whether the name ends in `.` and `extension`.
    pub fn is(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }
}

impl Workspace {
    /// The workspace that the current folder lies in.
    pub fn find() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .context("cargo metadata: run this inside the workspace")?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
        })
    }

    /// Our own packages and the edges they declare. Needs no network.
    pub fn members(&self) -> Result<Metadata> {
        MetadataCommand::new()
            .current_dir(&self.root)
            .no_deps()
            .exec()
            .context("cargo metadata")
    }

    /// Every package that this machine's build can reach, with all features.
    pub fn all_packages(&self) -> Result<Metadata> {
        MetadataCommand::new()
            .current_dir(&self.root)
            .features(CargoOpt::AllFeatures)
            .other_options(vec!["--filter-platform".to_owned(), run::host()?])
            .exec()
            .context("cargo metadata, with dependencies")
    }

    /// Whether a file of this name is there, relative to the root.
    pub fn has_file(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    /// Every text file of ours, sorted by path.
    pub fn sources(&self) -> Result<Vec<Source>> {
        let mut found = Vec::new();
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if path.is_dir() {
                collect(&self.root, &path, &mut found)?;
            }
        }
        for path in files_in(&self.root)? {
            if path.is_file() && is_ours(&path) {
                found.push(read(&self.root, &path)?);
            }
        }
        found.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(found)
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) -> Result<()> {
    for path in files_in(folder)? {
        if path.is_dir() {
            let name = path.file_name().unwrap_or_default();
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                collect(root, &path, found)?;
            }
        } else if is_ours(&path) {
            found.push(read(root, &path)?);
        }
    }
    Ok(())
}

/// Written by us, as against by a tool: lock files are not.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let extension = path.extension().unwrap_or_default();
    name != "package-lock.json" && TEXT.iter().any(|text| extension == *text)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect()
    });
    entries.with_context(|| folder.display().to_string())
}

fn read(root: &Path, path: &Path) -> Result<Source> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let relative = path.strip_prefix(root).unwrap_or(path);
    Ok(Source::new(
        relative.to_string_lossy().replace('\\', "/"),
        String::from_utf8_lossy(&bytes),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_crate_is_found_as_source_and_lock_files_are_not() {
        let workspace = Workspace::find().unwrap();
        let sources = workspace.sources().unwrap();
        let has = |path: &str| sources.iter().any(|source| source.path == path);
        assert!(has("crates/xtask/src/workspace.rs"));
        assert!(has("Cargo.toml"));
        assert!(!has("package-lock.json"));
        assert!(
            !sources
                .iter()
                .any(|source| source.path.contains("node_modules"))
        );
    }

    #[test]
    fn a_source_knows_its_kind() {
        assert!(Source::new("a/b.rs", "").is("rs"));
        assert!(!Source::new("a/brs", "").is("rs"));
    }
}
