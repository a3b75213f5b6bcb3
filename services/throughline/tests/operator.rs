//! The operator's commands, as an operator meets them: the real binary, what it prints, and what it must not.
//! No rule is tested here, and no duration.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "support/binary.rs"]
mod binary;
#[path = "operator/canaries.rs"]
mod canaries;
#[path = "operator/doctor.rs"]
mod doctor;
#[path = "operator/help.rs"]
mod help;
#[path = "operator/log_verify.rs"]
mod log_verify;
#[path = "support/people.rs"]
mod people;
#[path = "operator/rebuild.rs"]
mod rebuild;
#[path = "operator/settings.rs"]
mod settings;

use binary::{Server, Site};

/// A system that runs, with one person whom both teams support; gives the person's id.
async fn with_one_person() -> (Site, Server, String) {
    let site = Site::new();
    let server = site.start();
    let connection = server.connection().await;
    let services = people::register(&connection).await;
    let identity = people::identity("Di Whimbrel", "9994001035");
    let person = people::open(&connection, &services, identity).await;
    people::involve(&connection, &services, &person, "A stiff hip.", "Gladly.").await;
    let who = people::surgery(&connection);
    let id = throughline::demo::acting::command_id();
    let token = people::write(&who, people::note(&id, &person, "She walks again.")).await;
    people::included(&who, &person, &token.unwrap()).await;
    (site, server, person)
}
