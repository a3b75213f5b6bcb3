//! `throughline log verify`: on a log that is whole, on one with a single byte that is another, and beside a server.

use std::fs;

use rusqlite::{Connection, OpenFlags};

use throughline::demo::acting::command_id;

use crate::{
    binary::{Site, run},
    people,
};

/// The number before a word, and the Merkle root.
#[track_caller]
fn told(said: &str) -> (u64, u64, &str) {
    let before = |word: &str| {
        let words: Vec<_> = said.split_whitespace().collect();
        let at = words
            .iter()
            .position(|one| one.trim_end_matches([',', '.']) == word)
            .unwrap();
        words[at - 1].parse().unwrap()
    };
    let root = said
        .split_once("Merkle root: ")
        .unwrap()
        .1
        .split_whitespace()
        .next()
        .unwrap();
    (before("commits"), before("records"), root)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_log_is_told_with_its_events_and_its_merkle_root_while_in_use_and_after() {
    let (site, server, person) = crate::with_one_person().await;
    let in_use = run(site.keyless(&["log", "verify"])).fine();
    server.stop();
    let stopped = run(site.keyless(&["log", "verify"])).fine();
    assert_eq!(in_use, stopped);
    let expected = eventlog_sqlite::verify(&site.log()).unwrap();
    let (commits, records, root) = told(&stopped);
    assert_eq!((commits, records), (expected.commits, expected.records));
    let expected_root: String = expected
        .tree_head
        .root
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(root, expected_root);
    assert!(records >= 8, "{stopped}");

    let copy = site.beside("copy.db");
    fs::copy(site.log(), &copy).unwrap();
    let mut command = crate::binary::bare(["log", "verify"]);
    command.arg(&copy);
    assert_eq!(run(command).fine(), stopped);

    let server = site.start();
    let note = people::note(&command_id(), &person, "Later.");
    people::write(&people::surgery(&server.connection().await), note)
        .await
        .unwrap();
    server.stop();
    let said = run(site.keyless(&["log", "verify"])).fine();
    let (later, _, other_root) = told(&said);
    assert!(later > commits && other_root != root, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_flipped_byte_is_found_and_its_place_is_named() {
    let (site, server, _) = crate::with_one_person().await;
    server.stop();
    let whole = fs::read(site.log()).unwrap();
    for (position, body) in bodies(&site) {
        let mut damaged = whole.clone();
        let end = &body[body.len() - 32..];
        // A page that was split may hold an older copy, which nobody reads.
        let places: Vec<_> = (0..whole.len() - 31)
            .filter(|at| whole[*at..*at + 32] == *end)
            .collect();
        assert!(!places.is_empty());
        places.into_iter().for_each(|at| damaged[at + 31] ^= 0x10);
        let copy = site.beside("damaged.db");
        fs::write(&copy, damaged).unwrap();
        let mut command = crate::binary::bare(["log", "verify"]);
        command.arg(&copy);
        let said = run(command).refused();
        assert!(
            said.contains("damaged.db") && said.contains("restore"),
            "{said}"
        );
        assert!(
            said.contains(&format!("position {position}")),
            "position {position}: {said}"
        );
    }
}

#[test]
fn a_log_that_is_not_there_is_not_called_damaged() {
    let site = Site::new();
    let said = run(site.keyless(&["log", "verify"])).refused();
    assert!(
        said.contains("there is no log at") && said.contains("--data-folder"),
        "{said}"
    );
    let said = run(site.keyless(&["log", "verify", "/nowhere/log.db"])).refused();
    assert!(said.contains("there is no file /nowhere/log.db"), "{said}");
    assert!(!said.contains("restore"), "{said}");
}

/// Every commit as it is stored, with its position.
fn bodies(site: &Site) -> Vec<(u64, Vec<u8>)> {
    let connection =
        Connection::open_with_flags(site.log(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut select = connection
        .prepare("SELECT position, body FROM commits")
        .unwrap();
    let rows = select
        .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .unwrap();
    let bodies: Vec<_> = rows.map(|row| row.unwrap()).collect();
    assert!(bodies.len() >= 8);
    bodies
        .into_iter()
        .map(|(position, body)| (position.unsigned_abs(), body))
        .collect()
}
