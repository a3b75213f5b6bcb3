//! The real binary with its roles in processes of their own, over a log on NATS: two that take commands, two that make
//! and answer from files, the pages and the timekeeper. They are stopped, killed and stalled while somebody works.
#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "support/authority.rs"]
mod authority;
#[path = "support/binary.rs"]
mod binary;
#[path = "apart/certificates.rs"]
mod certificates;
#[path = "apart/failures.rs"]
mod failures;
#[path = "support/people.rs"]
mod people;
#[path = "apart/shares.rs"]
mod shares;
#[path = "apart/town.rs"]
mod town;

use std::{collections::BTreeSet, fs, net::Ipv4Addr, time::Duration};

use api::{
    Connection,
    internal::{AwaitAppliedRequest, projector_service_client::ProjectorServiceClient},
    v1::{self, Category, RecordObjectionRequest},
};
use throughline::demo::acting::command_id;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tonic::{Code, transport::Endpoint};

use people::{PHYSIO, identity, note, notes, physio, surgery};
use town::{ROLES, Town};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_of_several_processes_works_through_restarts_kills_and_stalls() {
    let mut town = Town::start(1);
    let connection = town.connection();
    let services = people::register(&connection).await;
    let ada = people::open(&connection, &services, identity("Ada Wren", "9990000018")).await;
    people::involve(&connection, &services, &ada, "Her knee.", "On Monday.").await;

    // The pages are there, and made from the others.
    let page = get(town.ports[4][0], "/sign-in").await;
    assert!(page.contains("Your password"), "{page}");

    // Figures tell of organisations, and of nobody.
    let figures =
        get(town.ports[0][2], "/metrics").await + &get(town.ports[1][2], "/metrics").await;
    assert!(
        figures.contains("throughline_append_seconds_count{outcome=\"taken\"}"),
        "{figures}"
    );
    let figures = get(town.ports[2][2], "/metrics").await;
    let lag = "throughline_lag_commits{organisation=\"MILL-LANE-SURGERY\"}";
    assert!(
        figures.contains(lag) && !figures.contains(&ada),
        "{figures}"
    );

    // Nobody else is told what is for the processes alone.
    let inside = format!("http://127.0.0.1:{}", town.ports[2][1]);
    let channel = Endpoint::from_shared(inside)
        .unwrap()
        .connect()
        .await
        .unwrap();
    let mut projector = ProjectorServiceClient::new(api::connection::through(channel));
    let refused = projector
        .await_applied(AwaitAppliedRequest::default())
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::Unauthenticated);

    // Somebody works all the while; whatever fails once succeeds when it is tried once more.
    let stop = tokio_util::sync::CancellationToken::new();
    let working = tokio::spawn(work(connection.clone(), ada.clone(), stop.clone()));
    for place in 0..ROLES.len() {
        town.restart(place, "TERM").await;
    }
    town.restart(1, "KILL").await;
    town.restart(3, "KILL").await;
    stop.cancel();
    let written = working.await.unwrap();
    assert!(written.len() > 10, "{}", written.len());
    let last = people::write(
        &surgery(&connection),
        note(&command_id(), &ada, "The last."),
    )
    .await;
    let last = last.unwrap();
    for place in [2, 3] {
        let who = surgery(&town.view(place));
        let read = notes(&people::story(&who, &ada, &last).await.unwrap());
        let once: BTreeSet<_> = read.iter().cloned().collect();
        assert_eq!(once.len(), read.len(), "something is there twice");
        assert!(
            written.iter().all(|words| once.contains(words)),
            "something is lost"
        );
    }

    withdrawn_everywhere_or_said_not_to_be(&town, &ada).await;
}

/// Writes and reads back, until it is told to stop; what it was acknowledged.
async fn work(
    connection: Connection,
    person: String,
    stop: tokio_util::sync::CancellationToken,
) -> Vec<String> {
    let who = surgery(&connection);
    let mut written = Vec::new();
    while !stop.is_cancelled() {
        let words = format!("Note {}", written.len());
        let note = note(&command_id(), &person, &words);
        let token = match people::write(&who, note.clone()).await {
            Ok(token) => token,
            Err(first) => match people::write(&who, note).await {
                Ok(token) => token,
                Err(second) => panic!("failed twice: {first}; {second}"),
            },
        };
        let read = match people::story(&who, &person, &token).await {
            Ok(read) => read,
            Err(_) => people::story(&who, &person, &token).await.unwrap(),
        };
        assert!(
            notes(&read).contains(&words),
            "what was written is not read back"
        );
        written.push(words);
    }
    written
}

/// What a person takes away is said to be gone only where it is gone from every process's files: one that stalls may
/// still show it, and is not forgotten.
async fn withdrawn_everywhere_or_said_not_to_be(town: &Town, person: &str) {
    let connection = town.connection();
    let theirs = async |place: usize| {
        let facts = people::story(&physio(&town.view(place)), person, "").await;
        notes(&facts.unwrap()).len()
    };
    assert!(theirs(2).await > 0 && theirs(3).await > 0);
    town.signal(3, "STOP");
    let withdrawal = object_to_physio(&connection, person).await;
    assert!(
        !withdrawal.complete,
        "a process that stalls may still show it"
    );
    assert!(withdrawal.still_to_come.contains(&PHYSIO.to_owned()));
    assert_eq!(theirs(2).await, 0, "the other has taken it away");
    town.signal(3, "CONT");
    for tries in 0.. {
        if theirs(3).await == 0 {
            break;
        }
        assert!(tries < 200, "it is still shown");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The person takes their health away from the physiotherapists.
async fn object_to_physio(connection: &Connection, person: &str) -> v1::Withdrawal {
    let who = surgery(connection);
    let objection = v1::Objection {
        against: Some(v1::Against {
            against: Some(v1::against::Against::Organisation(PHYSIO.into())),
        }),
        categories: vec![Category::Health.into()],
        decided_by: Some(v1::DecidedBy {
            who: Some(v1::decided_by::Who::Person(v1::decided_by::Person {})),
        }),
        words: "Not them.".into(),
    };
    let request = RecordObjectionRequest {
        command_id: command_id(),
        person_id: person.into(),
        objection: Some(objection),
    };
    let answer = who.sharing().record_objection(who.ask(request)).await;
    answer.unwrap().into_inner().withdrawal.unwrap()
}

/// A page, as a browser gets it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_know_each_other_by_certificates() {
    let town = Town::start_with_certificates(1);
    let connection = town.connection();
    let services = people::register(&connection).await;
    let ada = people::open(&connection, &services, identity("Ada Wren", "9990000018")).await;
    people::involve(&connection, &services, &ada, "Her knee.", "On Monday.").await;
    // Without a certificate nobody comes as far as being asked for the token.
    let inside = format!("http://127.0.0.1:{}", town.ports[2][1]);
    let plain = Endpoint::from_shared(inside).unwrap().connect().await;
    let answered = match plain {
        Ok(channel) => {
            let mut projector = ProjectorServiceClient::new(api::connection::through(channel));
            let asked = projector.await_applied(AwaitAppliedRequest::default());
            asked.await.map(|_| ()).map_err(|status| status.code())
        }
        Err(_) => Err(Code::Unavailable),
    };
    assert!(
        matches!(answered, Err(code) if code != Code::Unauthenticated),
        "{answered:?}"
    );
}

/// The pages have no keys of the system's, and no other process has theirs: what they say of who asks is believed by its
/// signature.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_in_at_pages_in_a_process_of_their_own() {
    let mut town = Town::start(1);
    let [one, other] = [4, tokio::task::block_in_place(|| town.add("web"))];
    let ports = [one, other].map(|place| town.ports[place][0]);
    let mut invite = binary::bare(["account", "invite", "ICB-OPS", "alex", "--role", "operator"]);
    invite.arg("--data-folder").arg(town.folder(one));
    let said = binary::run(invite).fine();
    let link = said.lines().find(|line| line.contains("/invitation/"));
    let link = link.unwrap().trim().to_owned();
    // What one of them knows, the other does: an invitation of one is taken at the other, and opens both.
    let form = get(ports[1], &link).await;
    let before = cookie(&form);
    let sent = format!(
        "form-token={}&password-new=kettle+orchard+bus+stop",
        form_token(&form)
    );
    let opened = send(ports[1], &link, &before, &sent).await;
    assert!(opened.starts_with("HTTP/1.1 303"), "{opened}");
    let cookie = cookie(&opened);
    for port in ports {
        let page = get_as(port, "/organisations", &cookie).await;
        assert!(
            page.starts_with("HTTP/1.1 200") && page.contains("Register an organisation"),
            "{page}"
        );
        let page = get_as(port, "/people", &cookie).await;
        assert!(
            page.starts_with("HTTP/1.1 403"),
            "an operator reads about nobody: {page}"
        );
    }
    // One of them is gone for good, with its folder: nobody has to sign in again.
    town.kill(other);
    fs::remove_dir_all(town.folder(other)).unwrap();
    let page = get_as(ports[0], "/organisations", &cookie).await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    tokio::task::block_in_place(|| town.start_again(other));
    // Signed out at one, signed out at all.
    let sent = format!("form-token={}", form_token(&page));
    let out = send(ports[0], "/sign-out", &cookie, &sent).await;
    assert!(out.starts_with("HTTP/1.1 303"), "{out}");
    for port in ports {
        let page = get_as(port, "/organisations", &cookie).await;
        assert!(page.starts_with("HTTP/1.1 303"), "{page}");
    }
}

/// The session that a page sets.
fn cookie(page: &str) -> String {
    let set = page.split("set-cookie: ").nth(1).unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// What a form of a page is sent with.
fn form_token(page: &str) -> &str {
    let field = page.split("name=\"form-token\" value=\"").nth(1).unwrap();
    field.split('"').next().unwrap()
}

async fn send(port: u16, path: &str, cookie: &str, form: &str) -> String {
    let length = form.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{form}"
    );
    asked(port, &head).await
}

async fn get_as(port: u16, path: &str, cookie: &str) -> String {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    );
    asked(port, &head).await
}

async fn get(port: u16, path: &str) -> String {
    get_as(port, path, "").await
}

async fn asked(port: u16, request: &str) -> String {
    let at = (Ipv4Addr::LOCALHOST, port);
    let mut stream = tokio::net::TcpStream::connect(at).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await.unwrap();
    String::from_utf8_lossy(&page).into_owned()
}
