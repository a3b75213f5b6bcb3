//! The binary is killed under load, ten times, and started again on the same folder.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use api::Connection;
use casestore::Stream;
use casework::reading::Readings;
use eventlog::{EventLog, Position};
use eventlog_sqlite::SqliteLog;
use keyring::{Keyring, TokenKind};
use throughline::demo::acting::command_id;

use crate::{
    binary::{Server, Site, run},
    load::{self, By, Sent, counted},
    people,
};

const ROUNDS: usize = 10;
const LONG_ENOUGH: Duration = Duration::from_secs(30);
const CLIENTS_FOR_EACH_PERSON: usize = 2;
/// How many commands a server acknowledges before it is killed.
const ACKNOWLEDGED_MIN: usize = 12;
const ACKNOWLEDGED_MAX: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_every_kill_and_nothing_is_there_twice() {
    let site = Site::new();
    let mut server = site.start();
    let connection = server.connection().await;
    let persons = supported_by_both(&connection).await;
    drop(connection);
    server.stop();
    let records_before = whole_log(&site) - readings(&site).await;
    server = site.start();
    let mut all = Vec::new();
    let mut cut_off = 0;
    for round in 0..ROUNDS {
        let moment = any_moment();
        let mut clients = killed_under_load(server, &persons, moment).await;
        let told = format!("round {round}, killed after {moment} acknowledgements");
        whole_log(&site);

        server = site.start();
        let connection = server.connection().await;
        until_included(&connection, &clients).await;
        check_acknowledged(&connection, &persons, &all, &clients.concat(), &told).await;
        for sent in clients.iter_mut().flatten() {
            cut_off += usize::from(!sent.acknowledged());
            sent.repeat(&connection).await;
        }
        until_included(&connection, &clients).await;
        all.extend(clients.into_iter().flatten());
        check_all(&connection, &persons, &all, &told).await;
    }
    up_to_date(&site);
    server.stop();
    // Each start has forgotten which readings there are, and what is looked at between the kills is recorded again.
    let readings = readings(&site).await;
    assert!(readings >= persons.len() as u64 * 2);
    assert_eq!(
        whole_log(&site),
        records_before + all.len() as u64 + readings
    );
    same_receipts(&site, &all);
    let acknowledged = all.len() - cut_off;
    assert!(
        acknowledged >= ACKNOWLEDGED_MIN * ROUNDS && cut_off >= ROUNDS,
        "{acknowledged} acknowledged and {cut_off} cut off are too few to show anything"
    );
}

/// How many records the log holds; `log verify` finds it whole.
#[track_caller]
fn whole_log(site: &Site) -> u64 {
    let said = run(site.keyless(&["log", "verify"])).fine();
    let verified = eventlog_sqlite::verify(&site.log()).unwrap();
    assert!(
        said.contains(&format!("is whole: {} commits", verified.commits)),
        "{said}"
    );
    verified.records
}

/// How many readings the log holds; the server has been stopped.
async fn readings(site: &Site) -> u64 {
    let log = SqliteLog::open(&site.log()).unwrap();
    let commits = log.read_log(Position::START, usize::MAX).await.unwrap();
    let read = commits
        .iter()
        .filter(|commit| Readings::id(&commit.stream).is_some());
    let count = read.count() as u64;
    log.close().await.unwrap();
    count
}

async fn supported_by_both(connection: &Connection) -> Vec<String> {
    let services = people::register(connection).await;
    let mut persons = Vec::new();
    for (name, number) in [("Ada Finch", "9994001000"), ("Bo Linnet", "9994001019")] {
        let person = people::open(connection, &services, people::identity(name, number)).await;
        people::involve(connection, &services, &person, "A sore knee.", "Yes.").await;
        persons.push(person);
    }
    persons
}

/// After how many acknowledgements a server is killed: any number up to [`ACKNOWLEDGED_MAX`].
fn any_moment() -> usize {
    let random = usize::from_str_radix(&command_id()[..8], 16).unwrap();
    ACKNOWLEDGED_MIN + random % (ACKNOWLEDGED_MAX - ACKNOWLEDGED_MIN)
}

/// What each client sent until the server was killed.
async fn killed_under_load(server: Server, persons: &[String], moment: usize) -> Vec<Vec<Sent>> {
    let (mut clients, count) = (Vec::new(), Arc::new(AtomicUsize::new(0)));
    for person in persons {
        for by in [By::Surgery, By::Physio] {
            for _ in 0..CLIENTS_FOR_EACH_PERSON {
                let connection = server.connection().await;
                clients.push(tokio::spawn(load::send(
                    connection,
                    by,
                    person.clone(),
                    count.clone(),
                )));
            }
        }
    }
    let reached = async {
        while count.load(Ordering::Relaxed) < moment {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, reached).await.unwrap();
    server.kill();
    let mut sent = Vec::new();
    for client in clients {
        sent.push(client.await.unwrap());
    }
    sent
}

/// Waits until the views include what each client was told last, which is the last that it did.
async fn until_included(connection: &Connection, clients: &[Vec<Sent>]) {
    for client in clients {
        if let Some(last) = client.iter().rfind(|sent| sent.acknowledged()) {
            let token = last.receipts.last().unwrap();
            people::included(&last.by.acting(connection), &last.note.person_id, token).await;
        }
    }
}

/// Before anything is repeated: what was acknowledged is there once, and what was not at most once.
async fn check_acknowledged(
    connection: &Connection,
    persons: &[String],
    earlier: &[Sent],
    sent: &[Sent],
    told: &str,
) {
    for person in persons {
        let about = |sent: &&Sent| sent.note.person_id == *person;
        let mut there = counted(connection, By::Surgery, person).await;
        for earlier in earlier.iter().filter(about) {
            assert_eq!(
                there.remove(&earlier.note.words),
                Some(1),
                "{told}: an earlier round's"
            );
        }
        for sent in sent.iter().filter(about) {
            let times = there.remove(&sent.note.words).unwrap_or_default();
            let fine = if sent.acknowledged() {
                times == 1
            } else {
                times <= 1
            };
            assert!(
                fine,
                "{told}: there {times} times, acknowledged: {}",
                sent.acknowledged()
            );
        }
        assert!(there.is_empty(), "{told}: nobody sent {there:?}");
    }
}

/// Once everything has been repeated: each of the two files holds each note once, and nothing else.
async fn check_all(connection: &Connection, persons: &[String], all: &[Sent], told: &str) {
    for person in persons {
        let sent = all.iter().filter(|sent| sent.note.person_id == *person);
        let expected: BTreeMap<String, usize> =
            sent.map(|sent| (sent.note.words.clone(), 1)).collect();
        for by in [By::Surgery, By::Physio] {
            let there = counted(connection, by, person).await;
            assert_eq!(there, expected, "{told}: {by:?}");
        }
    }
}

/// The organisations' files include the whole log, as the doctor sees it.
#[track_caller]
fn up_to_date(site: &Site) {
    let said = run(site.command(&["doctor"])).fine();
    for organisation in [people::SURGERY, people::PHYSIO] {
        let line = said.lines().find(|line| line.contains(organisation));
        assert!(
            line.is_some_and(
                |line| line.contains("people: 2") && line.contains("commits behind: 0")
            ),
            "{said}"
        );
    }
}

/// The receipt of a repeated command stands for the same place in the log as the first one did.
#[track_caller]
fn same_receipts(site: &Site, all: &[Sent]) {
    let keys = site.keys();
    let log = eventlog_sqlite::verify(&site.log()).unwrap().id.0;
    let opened = |sent: &Sent, token: &String| {
        let organisation = sent.by.organisation();
        keys.secrets()
            .tokens()
            .open(TokenKind::Receipt, log, organisation, token)
            .unwrap()
    };
    let mut repeated = 0;
    for sent in all.iter().filter(|sent| sent.receipts.len() > 1) {
        let places: Vec<_> = sent
            .receipts
            .iter()
            .map(|token| opened(sent, token))
            .collect();
        assert!(places.windows(2).all(|two| two[0] == two[1]), "{places:?}");
        repeated += 1;
    }
    assert!(repeated > 0);
}
