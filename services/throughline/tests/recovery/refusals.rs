//! When the binary refuses to start: each time with a message that names the remedy, and a failure as its status.

use std::{fs, net::TcpListener};

use crate::{
    binary::{Ended, Site, bare, run},
    people,
};

/// Holds that it failed, and that it says each of these.
#[track_caller]
fn says(ended: Ended, each: &[&str]) -> String {
    let said = ended.refused();
    for part in each {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
    said
}

/// A folder whose log is not empty, of a system that was stopped.
async fn used() -> Site {
    let site = Site::new();
    let server = site.start();
    people::register(&server.connection().await).await;
    server.stop();
    site
}

#[test]
fn a_port_that_is_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = run(Site::new().command(&["serve", "--listen", &address]));
    says(ended, &[&address, "is in use", "--listen"]);
}

#[test]
fn a_folder_that_another_process_uses() {
    let site = Site::new();
    let server = site.start();
    says(
        run(site.serve()),
        &["is in use", "log.db.lock", "stop it first", "--data-folder"],
    );
    server.stop();
}

#[test]
fn no_master_key_for_a_new_system() {
    let ended = run(Site::new().keyless(&["serve", "--listen", "127.0.0.1:0"]));
    says(
        ended,
        &[
            "no master key",
            "throughline master-key",
            "--master-key-file",
            "outside the data folder",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_master_key_of_another_system_or_none() {
    let site = used().await;
    let none = run(site.keyless(&["serve", "--listen", "127.0.0.1:0"]));
    let said = says(
        none,
        &[
            "The log is not empty",
            "was used before",
            "a new one opens nothing",
        ],
    );
    assert!(
        !said.contains("throughline master-key"),
        "it should not offer a new one: {said}"
    );

    let right = fs::read_to_string(site.key()).unwrap();
    let wrong = run(bare(["master-key"])).fine();
    fs::write(site.key(), &wrong).unwrap();
    let said = says(
        run(site.serve()),
        &["master key version 1", "give the one that did"],
    );
    assert!(
        !said.contains(wrong.trim().trim_start_matches("1:")),
        "a key was repeated: {said}"
    );

    fs::write(
        site.key(),
        run(bare(["master-key", "--version", "2"])).fine(),
    )
    .unwrap();
    says(
        run(site.serve()),
        &["master key version 1", "add its line back"],
    );
    fs::write(site.key(), right).unwrap();
    site.start().stop();
}

#[test]
fn a_master_key_in_the_data_folder() {
    let site = Site::new();
    fs::create_dir(site.data()).unwrap();
    let inside = site.data().join("master-key");
    fs::copy(site.key(), &inside).unwrap();
    let mut command = site.keyless(&["serve", "--listen", "127.0.0.1:0"]);
    command.arg("--master-key-file").arg(inside);
    says(
        run(command),
        &["lies in the data folder", "move it elsewhere"],
    );
}

#[test]
fn development_callers_who_could_come_from_elsewhere() {
    let site = Site::new();
    let ended = run(site.command(&["serve", "--listen", "0.0.0.0:0", "--development-callers"]));
    says(
        ended,
        &[
            "0.0.0.0:0",
            "can be reached from elsewhere",
            "127.0.0.1",
            "turn development callers off",
        ],
    );
    assert!(!site.data().exists(), "nothing should have been made");
}

#[test]
fn a_setting_that_does_not_exist_in_the_file_or_in_the_environment() {
    let site = Site::new();
    let file = site.beside("throughline.toml");
    fs::write(&file, "liste = \"127.0.0.1:0\"\n").unwrap();
    let mut command = site.command(&["serve"]);
    command.arg("--configuration").arg(&file);
    says(
        run(command),
        &[
            "throughline.toml",
            "`liste`",
            "remove it, or use one of",
            "listen",
        ],
    );

    let mut command = site.command(&["serve"]);
    command.env("THROUGHLINE_LISTE", "127.0.0.1:0");
    says(
        run(command),
        &[
            "environment",
            "`THROUGHLINE_LISTE`",
            "remove it, or use one of",
            "listen",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_damaged() {
    let site = used().await;
    let whole = fs::read(site.log()).unwrap();
    for (what, damaged) in [
        ("no database", b"no database, but words. ".repeat(400)),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        (
            "its header is gone",
            [vec![0; 100], whole[100..].to_vec()].concat(),
        ),
    ] {
        fs::write(site.log(), damaged).unwrap();
        let ended = run(site.serve());
        says(ended, &["log.db", "restore", "throughline log verify"]);
        assert!(
            run(site.keyless(&["log", "verify"]))
                .refused()
                .contains("restore"),
            "{what}"
        );
    }
    fs::write(site.log(), whole).unwrap();
    site.start().stop();
}
