//! Six processes over three servers, while one of either fails under load: every acknowledged command is there once, in
//! the files of each process that answers; nobody is shown what is not theirs; each case has its lead; and the files are
//! those that a process which was never disturbed makes of the log.
//!
//! `THROUGHLINE_ROUNDS` says how often each happens; three times where nothing is said.

use std::{collections::BTreeSet, time::Duration};

use api::{Connection, v1::ListCaseloadRequest};
use async_nats::jetstream::consumer::pull;
use futures::{StreamExt, TryStreamExt};
use orgviews::Writer;
use serde::Deserialize;
use throughline::demo::acting::command_id;
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::{
    people::{self, PHYSIO, SURGERY, identity, note, notes, physio, surgery},
    town::Town,
};

/// Who is written about: each by a writer of their own.
const PEOPLE: [(&str, &str); 3] = [
    ("Ada Wren", "9990000018"),
    ("Ivo Finch", "9990000026"),
    ("Una Lark", "9990000034"),
];
/// How long a command is tried again before the test gives up.
const AT_LAST: Duration = Duration::from_secs(60);
/// What goes on before and after a fault.
const CALM: Duration = Duration::from_millis(700);

fn rounds() -> usize {
    let named = std::env::var("THROUGHLINE_ROUNDS").ok();
    named.and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

/// Lets something fail under load, as often as there are rounds, and checks.
async fn under_load<Fault>(fault: Fault)
where
    Fault: AsyncFn(&mut Town, usize),
{
    let mut town = Town::start(3);
    let connection = town.connection();
    let services = people::register(&connection).await;
    let mut all = Vec::new();
    for (name, number) in PEOPLE {
        all.push(people::open(&connection, &services, identity(name, number)).await);
    }
    people::involve(&connection, &services, &all[0], "Her knee.", "On Monday.").await;
    let mut acknowledged: Vec<Vec<String>> = vec![Vec::new(); all.len()];
    for round in 0..rounds() {
        town.cluster.settled("throughline").await;
        town.cluster.settled("KV_throughline-keys").await;
        let stop = CancellationToken::new();
        let write = |(number, person): (usize, &String)| {
            let writing = write(connection.clone(), person.clone(), round, stop.clone());
            (number, tokio::spawn(writing))
        };
        let writers: Vec<_> = all.iter().enumerate().map(write).collect();
        tokio::time::sleep(CALM).await;
        fault(&mut town, round).await;
        tokio::time::sleep(CALM).await;
        stop.cancel();
        for (number, writer) in writers {
            acknowledged[number].extend(writer.await.unwrap());
        }
    }
    check(&mut town, &all, &acknowledged).await;
}

/// Writes until it is told to stop; each command under its own id until it is acknowledged.
async fn write(
    connection: Connection,
    person: String,
    round: usize,
    stop: CancellationToken,
) -> Vec<String> {
    let who = surgery(&connection);
    let mut acknowledged = Vec::new();
    while !stop.is_cancelled() {
        let words = format!("Round {round}, note {}.", acknowledged.len());
        let note = note(&command_id(), &person, &words);
        let recorded = async {
            while let Err(status) = people::write(&who, note.clone()).await {
                assert!(passes(status.code()), "{status}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(AT_LAST, recorded)
            .await
            .expect("it is recorded at last");
        acknowledged.push(words);
    }
    acknowledged
}

/// What trying again helps against.
fn passes(code: Code) -> bool {
    matches!(
        code,
        Code::Unavailable | Code::Aborted | Code::DeadlineExceeded | Code::Unknown
    )
}

async fn check(town: &mut Town, all: &[String], acknowledged: &[Vec<String>]) {
    let connection = town.connection();
    let who = surgery(&connection);
    let mut receipts = Vec::new();
    for person in all {
        let last = note(&command_id(), person, "The last.");
        receipts.push(people::write(&who, last).await.unwrap());
    }
    let undisturbed = town.add("projector,views");
    for place in [2, 3, undisturbed] {
        let view = town.view(place);
        let who = surgery(&view);
        for ((person, acknowledged), receipt) in all.iter().zip(acknowledged).zip(&receipts) {
            let read = notes(&people::story(&who, person, receipt).await.unwrap());
            let once: BTreeSet<_> = read.iter().cloned().collect();
            assert_eq!(once.len(), read.len(), "something is there twice");
            let mut expected: BTreeSet<_> = acknowledged.iter().cloned().collect();
            expected.insert("The last.".into());
            assert_eq!(
                once, expected,
                "what was acknowledged is there, and nothing else"
            );
        }
        let asked = who.ask(ListCaseloadRequest::default());
        let caseload = who
            .people()
            .list_caseload(asked)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(caseload.entries.len(), all.len(), "each case has its lead");
        for (person, is_theirs) in all.iter().zip([true, false, false]) {
            let shown = people::story(&physio(&view), person, "").await;
            assert_eq!(shown.is_ok(), is_theirs, "{shown:?}");
        }
    }
    for organisation in [SURGERY, PHYSIO] {
        let dump = |place: usize| {
            let writer = Writer::open(&town.folder(place), &organisation.parse().unwrap());
            writer.unwrap().dump().unwrap()
        };
        // Who read just now is recorded, too, and is in each file in a moment.
        for tries in 0.. {
            let made_anew = dump(undisturbed);
            let others = [2, 3].map(dump);
            let Some(other) = others.iter().find(|other| **other != made_anew) else {
                break;
            };
            if tries > 100 {
                for (line, other) in made_anew.lines().zip(other.lines()) {
                    assert_eq!(line, other, "{organisation}");
                }
                panic!("one file of {organisation} holds more than the other");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    told(town, all).await;
    let counts: Vec<_> = acknowledged.iter().map(Vec::len).collect();
    println!("acknowledged: {counts:?}");
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
}

/// Each organisation's own system was told of whoever is theirs, and of nobody else; nothing was left out or came twice.
async fn told(town: &Town, all: &[String]) {
    let connection = town.connection();
    let who = surgery(&connection);
    let mut heard = feed(town, SURGERY).await;
    for person in all {
        for tries in 0.. {
            assert!(tries < 100, "the last change is not told");
            let last = heard.iter().rev().find(|said| said.people.contains(person));
            if let Some(Said { not_before, .. }) = last {
                let shown = people::story(&who, person, not_before).await.unwrap();
                if notes(&shown).contains(&"The last.".to_owned()) {
                    break;
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            heard = feed(town, SURGERY).await;
        }
    }
    let theirs: BTreeSet<_> = feed(town, PHYSIO)
        .await
        .into_iter()
        .flat_map(|said| said.people)
        .collect();
    assert_eq!(theirs, BTreeSet::from([all[0].clone()]));
}

/// A message of a feed.
#[derive(Deserialize)]
struct Said {
    number: u64,
    people: BTreeSet<String>,
    not_before: String,
}

/// All that an organisation's feed holds: each message once, in order. Servers that were just started again may not answer
/// for a moment.
async fn feed(town: &Town, organisation: &str) -> Vec<Said> {
    for _ in 0..100 {
        match fetched(town, organisation).await {
            Ok(said) => {
                let numbers = said.iter().map(|said| said.number);
                assert!(numbers.eq(1..=said.len() as u64), "{organisation}");
                return said;
            }
            Err(error) => println!("the feed of {organisation} is asked for again: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the feed of {organisation} cannot be read");
}

async fn fetched(town: &Town, organisation: &str) -> Result<Vec<Said>, async_nats::Error> {
    let context = async_nats::jetstream::new(town.cluster.client().await);
    let stream = context.get_stream("throughline-feeds").await?;
    let all = pull::Config {
        filter_subject: format!("throughline-feeds.{organisation}"),
        ..Default::default()
    };
    let consumer = stream.create_consumer(all).await?;
    let messages = consumer.fetch().max_messages(100_000).messages().await?;
    let messages: Vec<_> = messages.try_collect().await?;
    let said = messages
        .iter()
        .map(|message| serde_json::from_slice(&message.payload));
    Ok(said.collect::<Result<_, _>>()?)
}

async fn leader(town: &Town) -> usize {
    let client = town.cluster.client().await;
    loop {
        if let Some(leader) = town.cluster.leader(&client, "throughline").await {
            return leader;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_leads_is_killed() {
    under_load(async |town, _| {
        let leader = leader(town).await;
        town.cluster.kill(leader);
        tokio::time::sleep(CALM).await;
        town.cluster.restart(leader);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_leads_stalls() {
    under_load(async |town, _| {
        let leader = leader(town).await;
        town.cluster.pause(leader);
        tokio::time::sleep(Duration::from_secs(6)).await;
        town.cluster.resume(leader);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_servers_are_killed() {
    under_load(async |town, _| {
        for node in 0..town.cluster.size() {
            town.cluster.kill(node);
        }
        for node in 0..town.cluster.size() {
            town.cluster.restart(node);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_loses_its_disk() {
    under_load(async |town, _| {
        let leader = leader(town).await;
        town.cluster.kill(leader);
        town.cluster.wipe(leader);
        town.cluster.restart(leader);
    })
    .await;
}

/// In turn one that takes commands and one that makes files.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_of_each_role_are_killed() {
    under_load(async |town, round| {
        for place in [round % 2, 2 + round % 2] {
            town.restart(place, "KILL").await;
            tokio::time::sleep(CALM).await;
        }
    })
    .await;
}

/// A process that takes commands is killed when the servers have been handed its commit and it has not heard back: the
/// command, sent again to another, is there once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_is_killed_between_append_and_acknowledgement() {
    let mut town = Town::start(3);
    let connection = town.connection();
    let services = people::register(&connection).await;
    let ada = people::open(&connection, &services, identity("Ada Wren", "9990000018")).await;
    town.cluster.settled("throughline").await;
    let mut handed = town
        .cluster
        .client()
        .await
        .subscribe("throughline.>")
        .await
        .unwrap();
    let (mut in_doubt, mut receipt) = (0, String::new());
    let rounds = 4 * rounds();
    for round in 0..rounds {
        let place = round % 2;
        let direct = surgery(&town.only(place));
        let note = note(&command_id(), &ada, &format!("Note {round}."));
        let sent = note.clone();
        let first = tokio::spawn(async move { people::write(&direct, sent).await });
        handed.next().await.unwrap();
        town.kill(place);
        in_doubt += usize::from(first.await.unwrap().is_err());
        town.start_again(place);
        // What is sent again to one that is only coming up is tried until it is there.
        receipt = loop {
            match people::write(&surgery(&connection), note.clone()).await {
                Ok(receipt) => break receipt,
                Err(status) => assert!(passes(status.code()), "{status}"),
            }
        };
        while let Ok(Some(_)) = tokio::time::timeout(CALM / 10, handed.next()).await {}
    }
    assert!(in_doubt > 0, "none was killed before it had heard back");
    println!("in doubt: {in_doubt} of {rounds}");
    for place in [2, 3] {
        let read = people::story(&surgery(&town.view(place)), &ada, &receipt).await;
        let mut read = notes(&read.unwrap());
        read.sort();
        let mut expected: Vec<_> = (0..rounds).map(|round| format!("Note {round}.")).collect();
        expected.sort();
        assert_eq!(read, expected);
    }
}
