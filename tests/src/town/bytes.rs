//! What stands in the bytes of files: also in unused pages and logs beside a database, where no query looks.

use std::{collections::BTreeSet, fs, path::Path};

/// Which of these words stand in an organisation's files.
pub fn in_files_of<'a>(data: &Path, organisation: &str, words: &[&'a str]) -> BTreeSet<&'a str> {
    found(&data.join("organisations").join(organisation), words)
}

/// Which of these words stand in the data folder outside the organisations' files.
pub fn outside_organisations<'a>(data: &Path, words: &[&'a str]) -> BTreeSet<&'a str> {
    files_of(data)
        .iter()
        .flat_map(|bytes| standing(bytes, words))
        .collect()
}

fn found<'a>(folder: &Path, words: &[&'a str]) -> BTreeSet<&'a str> {
    if !folder.exists() {
        return BTreeSet::new();
    }
    files_of(folder)
        .iter()
        .flat_map(|bytes| standing(bytes, words))
        .collect()
}

/// The bytes of the files in a folder, links and folders aside.
fn files_of(folder: &Path) -> Vec<Vec<u8>> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = paths.filter(|entry| entry.file_type().unwrap().is_file());
    // A file that is gone by now holds nothing.
    files
        .filter_map(|entry| fs::read(entry.path()).ok())
        .collect()
}

fn standing<'a>(bytes: &[u8], words: &[&'a str]) -> Vec<&'a str> {
    // Whatever is no text becomes a sign that stands in no word; the search itself is the library's, which is fast.
    let text = String::from_utf8_lossy(bytes);
    words
        .iter()
        .filter(|word| text.contains(**word))
        .copied()
        .collect()
}
