//! `throughline doctor`: all well, and each fault that it knows of, with its remedy.

use std::{fs, process::Command};

use rusqlite::Connection;

use crate::{
    binary::{Site, bare, run},
    people::{PHYSIO, SURGERY},
};

/// Holds that it finds this one thing wrong, and says each of these of it.
#[track_caller]
fn finds(command: Command, each: &[&str]) {
    let said = run(command).refused();
    assert!(said.contains("1 to put right."), "{said}");
    let wrong: Vec<_> = said
        .lines()
        .skip_while(|line| !line.contains("WRONG"))
        .take(2)
        .collect();
    let wrong = wrong.join("\n");
    for part in each {
        assert!(
            wrong.contains(part),
            "{part:?} is not in what is wrong: {said}"
        );
    }
}

#[track_caller]
fn finds_nothing(command: Command, each: &[&str]) {
    let said = run(command).fine();
    assert!(
        said.contains("Nothing is wrong.") && !said.contains("WRONG"),
        "{said}"
    );
    for part in each {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

/// A system whose log is on servers that do not answer is not said to be well for want of a file.
#[test]
fn servers_that_do_not_answer_are_named() {
    let site = Site::new();
    let mut command = site.command(&["doctor"]);
    command.env("THROUGHLINE_NATS_SERVERS", "nats://127.0.0.1:1");
    finds(command, &["NATS", "nats_servers"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_is_well_before_the_first_start_while_it_runs_and_after() {
    let site = Site::new();
    finds_nothing(
        site.command(&["doctor"]),
        &["there is no data folder", "not running"],
    );
    assert!(!site.data().exists(), "looking was to make nothing");
    run(site.keyless(&["serve", "--listen", "127.0.0.1:0"])).refused();
    finds_nothing(site.command(&["doctor"]), &["the system is new"]);

    let (site, server, _) = crate::with_one_person().await;
    let known = [SURGERY, PHYSIO, "people: 1", "the log is whole"];
    finds_nothing(site.command(&["doctor"]), &known);
    finds_nothing(
        site.command(&["doctor"]),
        &["the system is running", "commits behind: 0"],
    );
    server.kill();
    finds_nothing(site.command(&["doctor"]), &known);
    finds_nothing(
        site.command(&["doctor"]),
        &["not running", "the master key opens the keys"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_master_key_that_is_missing_malformed_or_another_ones() {
    let new = Site::new();
    finds(
        new.keyless(&["doctor"]),
        &[
            "no master key",
            "throughline master-key >",
            "--master-key-file",
        ],
    );
    let (site, server, _) = crate::with_one_person().await;
    server.stop();
    finds(
        site.keyless(&["doctor"]),
        &["no master key", "a new one opens nothing"],
    );
    let right = fs::read_to_string(site.key()).unwrap();
    fs::write(site.key(), run(bare(["master-key"])).fine()).unwrap();
    finds(
        site.command(&["doctor"]),
        &[
            "keys cannot be opened",
            "master key version 1",
            "used before",
        ],
    );
    fs::write(site.key(), "1:short").unwrap();
    finds(
        site.command(&["doctor"]),
        &["master key, entry 1", "a new one opens nothing"],
    );
    fs::write(site.key(), right).unwrap();
    site.let_read_the_key(0o640);
    finds(
        site.command(&["doctor"]),
        &["can be read by others", "chmod 600"],
    );
    site.let_read_the_key(0o600);
    finds_nothing(site.command(&["doctor"]), &[]);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let site = Site::new();
    fs::write(site.data(), "a file where the folder should be").unwrap();
    finds(
        site.command(&["doctor"]),
        &["cannot be written", "--data-folder"],
    );
    // Not even the superuser makes files there.
    let mut command = bare(["doctor", "--data-folder", "/proc/self"]);
    command.arg("--master-key-file").arg(site.key());
    finds(command, &["/proc/self cannot be written", "--data-folder"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organisations_file_that_is_damaged_and_the_remedy_helps() {
    let (site, server, _) = crate::with_one_person().await;
    server.stop();
    let folder = site.data().join("organisations").join(PHYSIO);
    let remedy = format!("org rebuild {PHYSIO}");
    let damage = |content: &[u8]| {
        let file = folder.join(fs::read_link(folder.join("current")).unwrap());
        fs::write(file, content).unwrap();
    };
    for content in [b"no database, but words. ".repeat(400), Vec::new()] {
        damage(&content);
        finds(
            site.command(&["doctor"]),
            &[&format!("the file of {PHYSIO}"), &remedy],
        );
        run(site.command(&["org", "rebuild", PHYSIO])).fine();
        finds_nothing(site.command(&["doctor"]), &[PHYSIO, SURGERY]);
    }
    // A start mends it, too.
    damage(b"no database, but words, and some more of them to fill a header, which has a hundred bytes at least.");
    let server = site.start();
    finds_nothing(
        site.command(&["doctor"]),
        &[&format!("{PHYSIO}: people: 1"), "commits behind: 0"],
    );
    server.stop();
    finds_nothing(site.command(&["doctor"]), &[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn log_or_keys_that_are_damaged_or_gone() {
    let (site, server, _) = crate::with_one_person().await;
    server.stop();
    let keys = site.data().join("keys.db");
    let (whole_log, whole_keys) = (fs::read(site.log()).unwrap(), fs::read(&keys).unwrap());
    fs::write(site.log(), &whole_log[..whole_log.len() / 2]).unwrap();
    finds(
        site.command(&["doctor"]),
        &["the log", "restore the log from its last good copy"],
    );
    fs::remove_file(site.log()).unwrap();
    finds(
        site.command(&["doctor"]),
        &["there are keys, and no log", "Restore log.db"],
    );
    fs::write(site.log(), whole_log).unwrap();
    fs::remove_file(&keys).unwrap();
    finds(
        site.command(&["doctor"]),
        &["there is a log, and no keys", "Restore keys.db"],
    );
    fs::write(&keys, b"no database, but words. ".repeat(400)).unwrap();
    finds(
        site.command(&["doctor"]),
        &["the keys cannot be opened", "restore keys.db"],
    );
    fs::write(&keys, whole_keys).unwrap();
    finds_nothing(site.command(&["doctor"]), &[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_whose_key_is_gone_and_settings_that_cannot_be_read() {
    let (site, server, person) = crate::with_one_person().await;
    server.stop();
    let keys = Connection::open(site.data().join("keys.db")).unwrap();
    let gone = keys
        .execute(
            "DELETE FROM keys WHERE name LIKE '%' || ?1 || '%'",
            [&person],
        )
        .unwrap();
    drop(keys);
    assert!(gone > 0, "no key names the person");
    // Everything but log and keys can be made anew from those two; here it needs a key that is not there.
    fs::remove_dir_all(site.data().join("organisations")).unwrap();
    for ending in ["", "-wal", "-shm"] {
        fs::remove_file(site.data().join(format!("system.db{ending}"))).ok();
    }
    let server = site.start();
    finds(
        site.command(&["doctor"]),
        &[&format!("person {person} is halted"), "restore the keys"],
    );
    server.stop();
    let mut command = site.command(&["doctor"]);
    command.env("THROUGHLINE_DATAFOLDER", "elsewhere");
    finds(
        command,
        &[
            "settings cannot be read",
            "THROUGHLINE_DATAFOLDER",
            "data_folder",
        ],
    );
}
