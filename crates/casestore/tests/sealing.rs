//! What a stored event is worth without its keys, and when somebody has changed it.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "sealing/tampering.rs"]
mod tampering;

#[allow(dead_code, reason = "each test file uses its part")]
#[path = "support/fixture.rs"]
mod fixture;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use casestore::{Error, Stream, Streams, codec};
use casework::{
    Category,
    disclosure::disclose,
    fact::Content,
    history::History,
    ids::PersonId,
    refusal::Code,
    testing::{accept, gp, link_worker, note},
};
use eventlog::{
    EventLog, Expected, LogId, NewCommit, NewRecord, Record, Version, memory::MemoryLog,
};
use fixture::{Fixture, execute, new_keys, person, refused};
use keyring::{KeyName, KeyState, Keyring, Lookup, Registered, Secrets};
use uuid::Uuid;

#[tokio::test]
async fn erased_words_leave_marks_and_rules_as_they_were() {
    let fixture = Fixture::new();
    let process = noted_by_both(&fixture).await;
    let again = accept(&process.read(&person()).await.unwrap().state);
    let before = disclose(&process.read(&person()).await.unwrap().state);
    fixture
        .keys
        .destroy(History::words_key(&person(), &gp().organisation))
        .await
        .unwrap();
    process.forget();

    let held = process.read(&person()).await.unwrap();
    for recorded in held.state.facts() {
        let erased = recorded.fact.content == Content::Erased;
        assert_eq!(
            erased,
            recorded.by.organisation == gp().organisation,
            "{recorded:?}"
        );
    }
    let mut redacted = before;
    let facts = redacted
        .values_mut()
        .flatten()
        .filter(|shown| shown.by.organisation == gp().organisation);
    facts.for_each(|shown| shown.fact.content = Content::Erased);
    assert_eq!(disclose(&held.state), redacted);
    drop(held);

    assert_eq!(
        refused(execute(&process, &link_worker(), 9, &again).await),
        Code::ReferralAnswered
    );
    execute(
        &process,
        &link_worker(),
        10,
        &note("Still here.", &[Category::Housing]),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn an_organisation_whose_words_were_erased_records_no_new_ones() {
    let fixture = Fixture::new();
    let process = noted_by_both(&fixture).await;
    fixture
        .keys
        .destroy(History::words_key(&person(), &gp().organisation))
        .await
        .unwrap();
    let commits = fixture.commits().await.len();
    let error = execute(&process, &gp(), 9, &note("One more.", &[Category::Health]))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Keys(keyring::Error::Erased { .. })) && !error.retry_helps(),
        "{error:?}"
    );
    assert_eq!(fixture.commits().await.len(), commits);
}

#[tokio::test]
async fn an_erased_person_is_erased_however_one_asks() {
    let fixture = Fixture::new();
    let process = fixture.involved().await;
    let note = note("A note.", &[Category::Health]);
    fixture
        .keys
        .destroy(History::marks_key(&person()))
        .await
        .unwrap();
    process.forget();
    let erased = |error: Option<Error>| assert!(matches!(error, Some(Error::Erased)), "{error:?}");
    erased(process.read(&person()).await.err());
    erased(process.events(&person()).await.err());
    erased(execute(&process, &gp(), 9, &note).await.err());
    for commit in fixture.commits().await {
        erased(process.follow(&commit).await.err());
    }
}

#[tokio::test]
async fn without_a_trace_of_the_key_everything_halts() {
    let fixture = Fixture::new();
    let process = fixture.involved().await;
    let elsewhere = Streams::<History>::new(fixture.log.clone(), new_keys(), 100);
    let error = elsewhere.read(&person()).await.err().unwrap();
    assert!(
        matches!(&error, Error::KeyUnknown(name) if *name == History::marks_key(&person())),
        "{error:?}"
    );

    let missing = History::words_key(&person(), &link_worker().organisation);
    let keys = Arc::new(Without {
        keys: fixture.keys.clone(),
        missing: missing.clone(),
    });
    let wordless = Streams::<History>::new(fixture.log.clone(), keys, 100);
    let error = wordless.read(&person()).await.err().unwrap();
    assert!(
        matches!(&error, Error::KeyUnknown(name) if *name == missing),
        "{error:?}"
    );
    let commits = fixture.commits().await;
    let error = wordless
        .follow(commits.last().unwrap())
        .await
        .err()
        .unwrap();
    assert!(
        matches!(error, Error::KeyUnknown(_)) && !error.retry_helps(),
        "{error:?}"
    );
    assert!(process.read(&person()).await.is_ok());
}

#[tokio::test]
async fn the_log_holds_no_word_in_the_clear() {
    let fixture = Fixture::new();
    noted_by_both(&fixture).await;
    let holds = |bytes: &Bytes, text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    for commit in fixture.commits().await {
        for record in &commit.records {
            for text in [
                "Maureen",
                "9990182477",
                "Damp walls",
                "categories",
                "dr.patel",
            ] {
                assert!(
                    !holds(&record.sealed, text),
                    "{text} in {}",
                    record.header.kind
                );
            }
            // And what is in the clear names nobody.
            let header = format!("{:?}", record.header);
            assert!(
                !header.contains("sam.lee") && !header.contains("dr.patel"),
                "{header}"
            );
        }
    }
}

/// Both organisations have noted something; the charity last.
async fn noted_by_both(fixture: &Fixture) -> Streams<History> {
    let process = fixture.involved().await;
    execute(
        &process,
        &gp(),
        4,
        &note("Low mood.", &[Category::MentalHealth]),
    )
    .await
    .unwrap();
    execute(
        &process,
        &link_worker(),
        5,
        &note("Damp walls.", &[Category::Housing]),
    )
    .await
    .unwrap();
    process
}

async fn last_record(fixture: &Fixture) -> Record {
    let commits = fixture.commits().await;
    commits.last().unwrap().records.last().unwrap().clone()
}

async fn unreadable(fixture: &Fixture, record: &Record) {
    let error = codec::open::<History>(&*fixture.keys, &person(), record)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
    assert!(
        !error.to_string().contains("Damp"),
        "an error must hold no words: {error}"
    );
}

async fn append(log: &MemoryLog, person: &PersonId, record: &Record) {
    let name = History::name(person);
    let (header, sealed) = (record.header.clone(), record.sealed.clone());
    let commit = NewCommit::new(vec![NewRecord { header, sealed }]).unwrap();
    log.append(&name, Expected::Any, commit).await.unwrap();
}

/// The two sealed parts, after the length of the first.
fn parts(sealed: &[u8]) -> (&[u8], &[u8]) {
    let (length, rest) = sealed.split_first_chunk::<4>().unwrap();
    rest.split_at(u32::from_be_bytes(*length) as usize)
}

fn joined(marks: &[u8], words: &[u8]) -> Bytes {
    let length = u32::try_from(marks.len()).unwrap().to_be_bytes();
    [&length[..], marks, words].concat().into()
}

/// A keyring that has lost one key.
struct Without {
    keys: Arc<dyn Keyring>,
    missing: KeyName,
}

#[async_trait]
impl Keyring for Without {
    async fn obtain(&self, name: KeyName) -> keyring::Result<keyring::DataKey> {
        self.keys.obtain(name).await
    }

    async fn find(&self, name: KeyName) -> keyring::Result<KeyState> {
        if name == self.missing {
            Ok(KeyState::Unknown)
        } else {
            self.keys.find(name).await
        }
    }

    async fn destroy(&self, name: KeyName) -> keyring::Result<()> {
        self.keys.destroy(name).await
    }

    async fn register(&self, lookup: Lookup, proposed: Uuid) -> keyring::Result<Registered> {
        self.keys.register(lookup, proposed).await
    }

    async fn known(&self, lookup: Lookup) -> keyring::Result<Option<Uuid>> {
        self.keys.known(lookup).await
    }

    async fn rewrap(&self) -> keyring::Result<usize> {
        self.keys.rewrap().await
    }

    async fn entries(&self) -> keyring::Result<Vec<keyring::Entry>> {
        self.keys.entries().await
    }

    fn secrets(&self) -> &Secrets {
        self.keys.secrets()
    }
}
