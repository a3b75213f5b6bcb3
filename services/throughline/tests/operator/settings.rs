//! Where settings come from, what `master-key` prints is good for, and what a fresh start logs.

use std::fs;

use crate::{
    binary::{Site, bare, run},
    people,
};

/// The data folder that is told to be missing.
#[track_caller]
fn folder_used(mut command: std::process::Command, site: &Site) -> String {
    command.arg("--master-key-file").arg(site.key());
    let said = run(command).fine();
    let told = said
        .split_once("there is no data folder ")
        .unwrap_or_else(|| panic!("{said}"))
        .1;
    told.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file_and_that_over_the_default() {
    let site = Site::new();
    let file = site.beside("throughline.toml");
    let [of_file, of_environment, of_flag] =
        ["file", "environment", "flag"].map(|name| site.beside(name).display().to_string());
    fs::write(
        &file,
        format!("data_folder = {of_file:?}\nlog_filter = \"warn\"\n"),
    )
    .unwrap();
    let doctor = |flag: bool, environment: bool, configuration: bool| {
        let mut command = bare(["doctor"]);
        command.current_dir(site.beside(""));
        if configuration {
            command.arg("--configuration").arg(&file);
        }
        if environment {
            command.env("THROUGHLINE_DATA_FOLDER", &of_environment);
        }
        if flag {
            command.arg("--data-folder").arg(&of_flag);
        }
        folder_used(command, &site)
    };
    assert_eq!(doctor(true, true, true), of_flag);
    assert_eq!(doctor(true, false, true), of_flag);
    assert_eq!(doctor(false, true, true), of_environment);
    assert_eq!(doctor(false, false, true), of_file);
    assert_eq!(doctor(false, false, false), "data");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_master_key_is_one_line_that_works_and_a_newer_one_stands_beside_it() {
    let site = Site::new();
    let first = fs::read_to_string(site.key()).unwrap();
    let (version, digits) = first.trim_end().split_once(':').unwrap();
    assert_eq!((version, digits.len(), first.lines().count()), ("1", 64, 1));
    let server = site.start();
    let services = people::register(&server.connection().await).await;
    server.stop();

    let second = run(bare(["master-key", "--version", "2"])).fine();
    assert!(second.starts_with("2:") && !second.contains(digits));
    fs::write(site.key(), format!("# ours\n{first}{second}")).unwrap();
    let server = site.start();
    let connection = server.connection().await;
    let identity = people::identity("Ed Pipit", "9994001051");
    people::open(&connection, &services, identity).await;
    server.stop();
    let said = run(site.command(&["doctor"])).fine();
    assert!(said.contains("the master key opens the keys"), "{said}");
    let mut command = site.keyless(&["doctor"]);
    command.env("THROUGHLINE_MASTER_KEY", format!("{first},{second}"));
    assert!(
        run(command)
            .fine()
            .contains("the master key opens the keys")
    );
}

#[test]
fn a_fresh_start_logs_no_error_and_says_where_it_listens() {
    for _ in 0..5 {
        let site = Site::new();
        let server = site.start();
        let said = run(site.command(&["doctor"])).fine();
        assert!(said.contains("the system is running"), "{said}");
        let address = server.address().to_string();
        let log = server.log();
        assert!(log.contains(&address) && !address.ends_with(":0"), "{log}");
        server.stop();
        let log = fs::read_to_string(site.beside("server.log")).unwrap();
        assert!(!log.contains("ERROR") && log.contains("stopped"), "{log}");
    }
}
