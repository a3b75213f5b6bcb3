//! The SQLite keyring as its callers meet it: states, concurrency, reopening, rotation, erasure, refusals.
#![allow(clippy::unwrap_used)]

#[path = "sqlite/known.rs"]
mod known;
#[path = "sqlite/refusing.rs"]
mod refusing;
#[path = "sqlite/together.rs"]
mod together;

use std::{fs, path::Path};

use keyring::{Error, KeyName, KeyState, Keyring, KnownBy, MasterKeys, Registered, SqliteKeyring};
use tempfile::TempDir;
use uuid::Uuid;

fn master(lines: &[&str]) -> MasterKeys {
    MasterKeys::from_text(&lines.join("\n")).unwrap()
}

fn person(number: u128) -> KeyName {
    KeyName::Person(Uuid::from_u128(number))
}

fn words(number: u128, organisation: &str) -> KeyName {
    KeyName::Words {
        person: Uuid::from_u128(number),
        organisation: organisation.into(),
    }
}

struct Place {
    folder: TempDir,
    line: String,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            line: MasterKeys::generate_line(1),
        }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("keys.db")
    }

    fn open(&self, log_is_empty: bool) -> Result<SqliteKeyring, Error> {
        SqliteKeyring::open(self.path(), master(&[&self.line]), log_is_empty)
    }
}

/// Whether the bytes stand anywhere in the folder's files.
fn found_in(folder: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let content = fs::read(entry.unwrap().path()).unwrap();
        content.windows(wanted.len()).any(|window| window == wanted)
    })
}

/// The wrapped bytes of every live key, as they are stored.
fn stored_keys(path: &Path) -> Vec<(String, Vec<u8>)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection
        .prepare("SELECT name, wrapped FROM keys WHERE erased = 0")
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_key_is_unknown_then_live_then_erased_for_good() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    assert!(matches!(
        keys.find(person(1)).await.unwrap(),
        KeyState::Unknown
    ));
    let sealed = keys
        .obtain(person(1))
        .await
        .unwrap()
        .seal(b"header", b"words");
    let KeyState::Live(key) = keys.find(person(1)).await.unwrap() else {
        panic!("not live")
    };
    assert_eq!(key.open(b"header", &sealed).unwrap(), b"words");

    keys.destroy(person(1)).await.unwrap();
    let mut keys = Some(keys);
    for reopened in [false, true] {
        if reopened {
            keys = None;
        }
        let keys = keys.get_or_insert_with(|| place.open(false).unwrap());
        assert!(matches!(
            keys.find(person(1)).await.unwrap(),
            KeyState::Erased
        ));
        let error = keys.obtain(person(1)).await.unwrap_err();
        assert!(matches!(&error, Error::Erased { name } if *name == person(1)));
        assert!(!error.can_retry());
        keys.destroy(person(1)).await.unwrap();
    }
}

#[tokio::test]
async fn destroying_a_key_that_was_never_made_keeps_it_from_being_made() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    keys.destroy(words(1, "A")).await.unwrap();
    assert!(matches!(
        keys.obtain(words(1, "A")).await,
        Err(Error::Erased { .. })
    ));
    keys.obtain(words(1, "B")).await.unwrap();
    keys.obtain(person(1)).await.unwrap();
}

#[tokio::test]
async fn reopening_finds_the_same_keys_and_secrets() {
    let place = Place::new();
    let names = [
        person(1),
        words(1, "ORG-A"),
        words(1, "ORG-B"),
        KeyName::Organisation("ORG-A".into()),
    ];
    let keys = place.open(true).unwrap();
    let mut sealed = Vec::new();
    for name in &names {
        sealed.push(keys.obtain(name.clone()).await.unwrap().seal(b"", b"words"));
    }
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "9990000018");
    drop(keys);

    let keys = place.open(false).unwrap();
    assert_eq!(
        keys.secrets().lookup(KnownBy::NhsNumber, "9990000018"),
        lookup
    );
    for (at, name) in names.iter().enumerate() {
        let key = keys.obtain(name.clone()).await.unwrap();
        let opened: Vec<bool> = sealed
            .iter()
            .map(|sealed| key.open(b"", sealed).is_ok())
            .collect();
        assert_eq!(
            opened,
            (0..names.len())
                .map(|other| other == at)
                .collect::<Vec<_>>()
        );
    }
}

#[tokio::test]
async fn a_destroyed_key_leaves_no_bytes_in_the_files() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    for number in 0..600 {
        keys.obtain(words(
            number,
            if number % 3 == 0 {
                "A"
            } else {
                "AN-ORGANISATION"
            },
        ))
        .await
        .unwrap();
    }
    let stored = stored_keys(&place.path());
    for number in (0..600).step_by(7) {
        keys.destroy(words(
            number,
            if number % 3 == 0 {
                "A"
            } else {
                "AN-ORGANISATION"
            },
        ))
        .await
        .unwrap();
    }
    let left: Vec<String> = stored_keys(&place.path())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let (kept, gone): (Vec<_>, Vec<_>) = stored.iter().partition(|(name, _)| left.contains(name));
    assert_eq!(gone.len(), 86);
    assert!(
        found_in(place.folder.path(), &kept[0].1),
        "the search finds what is there"
    );
    for (_, wrapped) in gone {
        // Any third of it, so that a partly overwritten copy is found as well.
        for part in [&wrapped[4..28], &wrapped[28..52], &wrapped[52..]] {
            assert!(!found_in(place.folder.path(), part));
        }
    }
}

#[tokio::test]
async fn rewrapped_keys_need_the_newest_master_key_only() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    let mut sealed = Vec::new();
    for number in 0..1_200 {
        sealed.push(keys.obtain(person(number)).await.unwrap().seal(b"", b"x"));
    }
    keys.destroy(person(0)).await.unwrap();
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "9990000018");
    let old = stored_keys(&place.path());
    drop(keys);

    let second = MasterKeys::generate_line(2);
    let keys = SqliteKeyring::open(place.path(), master(&[&place.line, &second]), false).unwrap();
    assert_eq!(
        keys.rewrap().await.unwrap(),
        1_200,
        "1,199 live keys and the root of the secrets"
    );
    assert_eq!(keys.rewrap().await.unwrap(), 0);
    drop(keys);
    for (_, wrapped) in old.iter().step_by(50) {
        assert!(!found_in(place.folder.path(), &wrapped[4..]));
    }

    let keys = SqliteKeyring::open(place.path(), master(&[&second]), false).unwrap();
    assert_eq!(
        keys.secrets().lookup(KnownBy::NhsNumber, "9990000018"),
        lookup
    );
    for (number, sealed) in sealed.iter().enumerate().skip(1) {
        keys.obtain(person(number as u128))
            .await
            .unwrap()
            .open(b"", sealed)
            .unwrap();
    }
    assert!(matches!(
        keys.find(person(0)).await.unwrap(),
        KeyState::Erased
    ));
    drop(keys);
    let error = place.open(false).unwrap_err();
    assert!(
        matches!(error, Error::MasterKeyMissing { version: 2, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_backup_opens_and_holds_every_key() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    let sealed = keys.obtain(person(1)).await.unwrap().seal(b"", b"x");
    let copy = place.folder.path().join("copy.db");
    keys.back_up(&copy).await.unwrap();
    assert!(
        matches!(keys.back_up(&copy).await, Err(Error::File { .. })),
        "a copy is never overwritten"
    );
    let restored = SqliteKeyring::open(&copy, master(&[&place.line]), false).unwrap();
    restored
        .obtain(person(1))
        .await
        .unwrap()
        .open(b"", &sealed)
        .unwrap();
}

#[tokio::test]
async fn one_in_memory_behaves_the_same() {
    let keys = SqliteKeyring::in_memory(master(&[&MasterKeys::generate_line(1)])).unwrap();
    keys.obtain(person(1)).await.unwrap();
    keys.destroy(person(1)).await.unwrap();
    assert!(matches!(
        keys.obtain(person(1)).await,
        Err(Error::Erased { .. })
    ));
    assert_eq!(format!("{keys:?}"), "SqliteKeyring(…)");
}

#[tokio::test]
async fn a_second_opener_is_told_to_wait() {
    let place = Place::new();
    let first = place.open(true).unwrap();
    let error = place.open(true).unwrap_err();
    assert!(matches!(error, Error::InUse { .. }) && error.can_retry());
    drop(first);
    place.open(false).unwrap();
}

#[tokio::test]
async fn a_reader_in_the_way_of_destruction_is_reported_and_trying_again_finishes_it() {
    let place = Place::new();
    let keys = place.open(true).unwrap();
    keys.obtain(person(1)).await.unwrap();
    let wrapped = stored_keys(&place.path()).pop().unwrap().1;
    let reader = rusqlite::Connection::open(place.path()).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM keys")
        .unwrap();

    let error = keys.destroy(person(1)).await.unwrap_err();
    assert!(error.can_retry(), "{error}");
    assert!(matches!(
        keys.find(person(1)).await.unwrap(),
        KeyState::Erased
    ));
    reader.execute_batch("COMMIT").unwrap();
    keys.destroy(person(1)).await.unwrap();
    assert!(!found_in(place.folder.path(), &wrapped[4..]));
}

#[tokio::test]
async fn keyrings_of_one_root_mint_the_same_and_share_no_key() {
    let (one, other) = (Place::new(), Place::new());
    let mut opened = Vec::new();
    for place in [&one, &other] {
        SqliteKeyring::make_with_root(place.path(), master(&[&place.line]), &[5; 32]).unwrap();
        opened.push(place.open(true).unwrap());
    }
    let seeds = opened.iter().map(|keys| {
        let secrets = keys.secrets();
        secrets.command_seed("A", "w", Uuid::from_u128(5))
    });
    let seeds: Vec<_> = seeds.collect();
    assert_eq!(seeds[0], seeds[1]);
    let [key, other_key] = [0, 1].map(|at| opened[at].obtain(person(1)));
    let sealed = key.await.unwrap().seal(b"header", b"words");
    assert!(other_key.await.unwrap().open(b"header", &sealed).is_err());
    drop(opened);
    // A keyring that is there is never made anew.
    let again = SqliteKeyring::make_with_root(one.path(), master(&[&one.line]), &[6; 32]);
    assert!(matches!(again, Err(Error::File { .. })));
}
