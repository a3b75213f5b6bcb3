//! `throughline org rebuild`: beside a running server and without one; what the file holds is the same as before.

use std::{fs, path::PathBuf};

use orgviews::Writer;

use crate::{
    binary::{Site, run},
    people::{self, PHYSIO, SURGERY},
};

fn folder_of(site: &Site, organisation: &str) -> PathBuf {
    site.data().join("organisations").join(organisation)
}

/// The name of the file that is in use.
fn in_use(site: &Site, organisation: &str) -> PathBuf {
    fs::read_link(folder_of(site, organisation).join("current")).unwrap()
}

/// What the file of a stopped system holds.
fn digest(site: &Site, organisation: &str) -> [u8; 32] {
    Writer::open(&site.data(), &organisation.parse().unwrap())
        .unwrap()
        .digest()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_made_anew_holds_the_same_with_a_server_and_without() {
    let (site, server, person) = crate::with_one_person().await;
    let shown = people::story(&people::surgery(&server.connection().await), &person, "").await;
    server.stop();
    let (before, first_file) = (digest(&site, SURGERY), in_use(&site, SURGERY));
    assert_ne!(
        before,
        digest(&site, PHYSIO),
        "the two files were to differ"
    );

    let server = site.start();
    // The command reaches the server by its socket, and needs no key.
    let said = run(site.keyless(&["org", "rebuild", SURGERY])).fine();
    let commits = eventlog_sqlite::verify(&site.log()).unwrap().commits;
    let expected = format!(
        "The file of {SURGERY} was rebuilt from the log's {commits} commits and is in use."
    );
    assert!(said.contains(&expected), "{said}");
    let second_file = in_use(&site, SURGERY);
    assert_ne!(first_file, second_file);
    assert!(
        !folder_of(&site, SURGERY).join(&first_file).exists(),
        "the old file was to go"
    );
    let who = people::surgery(&server.connection().await);
    let shown_after = people::story(&who, &person, "").await;
    assert_eq!(shown.unwrap(), shown_after.unwrap());
    let id = throughline::demo::acting::command_id();
    let token = people::write(&who, people::note(&id, &person, "Later."))
        .await
        .unwrap();
    people::included(&who, &person, &token).await;
    server.stop();

    let with_later = digest(&site, SURGERY);
    assert_ne!(with_later, before, "the later note was to be there");
    let said = run(site.command(&["org", "rebuild", SURGERY])).fine();
    assert!(said.contains("is in use"), "{said}");
    assert_ne!(in_use(&site, SURGERY), second_file);
    assert_eq!(digest(&site, SURGERY), with_later);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rebuilt_file_is_the_one_before() {
    let (site, server, _) = crate::with_one_person().await;
    server.stop();
    let before = [digest(&site, SURGERY), digest(&site, PHYSIO)];
    let server = site.start();
    for organisation in [SURGERY, PHYSIO] {
        let old = in_use(&site, organisation);
        run(site.keyless(&["org", "rebuild", organisation])).fine();
        assert_ne!(in_use(&site, organisation), old);
    }
    server.stop();
    assert_eq!([digest(&site, SURGERY), digest(&site, PHYSIO)], before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_rebuilt_is_told_in_words() {
    let (site, server, _) = crate::with_one_person().await;
    let unknown = |site: &Site| run(site.command(&["org", "rebuild", "NO-SUCH-TEAM"])).refused();
    let of_running = unknown(&site);
    let said = run(site.keyless(&["org", "rebuild", "no such team"])).refused();
    assert!(
        said.contains("give the organisation's code") && said.contains("Y01234"),
        "{said}"
    );
    server.stop();
    for said in [of_running, unknown(&site)] {
        assert!(
            said.contains("NO-SUCH-TEAM") && said.contains("doctor"),
            "{said}"
        );
        assert!(
            !said.contains("Status") && !said.contains("code:"),
            "not in words: {said}"
        );
    }
    assert!(!folder_of(&site, "NO-SUCH-TEAM").exists());

    let said = run(site.keyless(&["org", "rebuild", SURGERY])).refused();
    assert!(
        said.contains("not running") && said.contains("--master-key-file"),
        "{said}"
    );

    let nowhere = Site::new();
    let said = run(nowhere.command(&["org", "rebuild", SURGERY])).refused();
    assert!(
        said.contains("there is no log at") && said.contains("--data-folder"),
        "{said}"
    );
    assert!(!nowhere.data().exists(), "nothing was to be made");
}
