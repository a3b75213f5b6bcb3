//! What stands in an organisation's folder, byte by byte. Nothing here knows what should.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use casework::ids::OrganisationId;

/// How a canary begins; eight digits follow.
const STEM: &[u8] = b"canary";
const DIGITS: usize = 8;

/// The words that carry this number.
pub fn canary(number: u64) -> String {
    format!("canary{number:08}")
}

/// Every canary in these bytes.
pub fn canaries_in(bytes: &[u8]) -> BTreeSet<String> {
    let found = bytes.windows(STEM.len() + DIGITS).filter(|window| {
        window.starts_with(STEM) && window[STEM.len()..].iter().all(u8::is_ascii_digit)
    });
    found
        .map(|window| String::from_utf8(window.to_vec()).unwrap())
        .collect()
}

/// The organisation's folder.
pub fn folder(data: &Path, organisation: &OrganisationId) -> PathBuf {
    data.join("organisations").join(organisation.as_str())
}

/// Every file of the organisation: in use, being made, write-ahead logs and indexes.
pub fn files(data: &Path, organisation: &OrganisationId) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder(data, organisation)) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.symlink_metadata().is_ok_and(|about| about.is_file()))
        .collect()
}

/// Every canary in any byte of any file of the organisation.
pub fn canaries_of(data: &Path, organisation: &OrganisationId) -> BTreeSet<String> {
    // A file can go while the folder is read.
    files(data, organisation)
        .iter()
        .filter_map(|path| fs::read(path).ok())
        .flat_map(|bytes| canaries_in(&bytes))
        .collect()
}

/// Copies everything in a folder, links as links.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (entry, name) = entry
            .map(|entry| (entry.path(), entry.file_name()))
            .unwrap();
        let target = to.join(name);
        match fs::read_link(&entry) {
            Ok(link) => std::os::unix::fs::symlink(link, target).unwrap(),
            Err(_) if entry.is_dir() => copy(&entry, &target),
            Err(_) => drop(fs::copy(&entry, target).unwrap()),
        }
    }
}
