//! The keyring in a bucket, on real servers: states, several processes at once, rotation, erasure, failures.
#![allow(clippy::unwrap_used)]

use std::{collections::HashSet, fs, path::Path, time::Duration};

use eventlog_jetstream::testing::Cluster;
use keyring::{
    CopyError, Entry, Error, JetStreamKeyring, KeyName, KeyState, Keyring, KnownBy, MasterKeys,
    Options, Registered, SqliteKeyring,
};
use uuid::Uuid;

fn person(number: u128) -> KeyName {
    KeyName::Person(Uuid::from_u128(number))
}

fn words(number: u128, organisation: &str) -> KeyName {
    KeyName::Words {
        person: Uuid::from_u128(number),
        organisation: organisation.into(),
    }
}

fn master(lines: &[&str]) -> MasterKeys {
    MasterKeys::from_text(&lines.join("\n")).unwrap()
}

struct Place {
    cluster: Cluster,
    line: String,
}

impl Place {
    fn of(servers: usize) -> Place {
        Place {
            cluster: Cluster::start(servers),
            line: MasterKeys::generate_line(1),
        }
    }

    async fn open(&self, log_is_empty: bool) -> Result<JetStreamKeyring, Error> {
        self.open_with(&[&self.line], log_is_empty).await
    }

    async fn open_with(
        &self,
        lines: &[&str],
        log_is_empty: bool,
    ) -> Result<JetStreamKeyring, Error> {
        let mut tries = 0;
        loop {
            let options = Options {
                bucket: "keys".to_owned(),
                replicas: self.cluster.size(),
                log_is_empty,
                root_if_new: None,
            };
            let client = self.cluster.client().await;
            match JetStreamKeyring::open(client, master(lines), options).await {
                // Until the servers have found a leader.
                Err(error) if error.can_retry() && tries < 100 => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                opened => return opened,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_unknown_then_live_then_erased_for_good() {
    let place = Place::of(1);
    let keys = place.open(true).await.unwrap();
    let state = keys.find(person(1)).await.unwrap();
    assert!(matches!(state, KeyState::Unknown));
    let key = keys.obtain(person(1)).await.unwrap();
    let sealed = key.seal(b"header", b"words");

    let another = place.open(false).await.unwrap();
    let key = another.obtain(person(1)).await.unwrap();
    assert_eq!(key.open(b"header", &sealed).unwrap(), b"words");
    let secrets = [&keys, &another].map(|keys| keys.secrets().lookup(KnownBy::NhsNumber, "1"));
    assert_eq!(secrets[0], secrets[1], "all have the same secrets");

    another.destroy(person(1)).await.unwrap();
    another.destroy(person(1)).await.unwrap();
    another.destroy(words(1, "A")).await.unwrap();
    let reopened = place.open(false).await.unwrap();
    for keys in [&another, &reopened] {
        let state = keys.find(person(1)).await.unwrap();
        assert!(matches!(state, KeyState::Erased));
        for name in [person(1), words(1, "A")] {
            let error = keys.obtain(name.clone()).await.unwrap_err();
            assert!(matches!(error, Error::Erased { name: erased } if erased == name));
        }
    }
    // Whoever had it in memory hears of it.
    let mut tries = 0;
    while matches!(keys.find(person(1)).await.unwrap(), KeyState::Live(_)) {
        tries += 1;
        assert!(tries < 100, "a destroyed key lives on in another process");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_callers_at_the_same_time_one_makes_a_person_known() {
    let place = Place::of(3);
    let keyrings = [
        place.open(true).await.unwrap(),
        place.open(true).await.unwrap(),
    ];
    for number in 0..20_u128 {
        let lookup = keyrings[0]
            .secrets()
            .lookup(KnownBy::NhsNumber, &number.to_string());
        let register = |caller: u128| {
            let keys = keyrings[caller as usize % 2].clone();
            let proposed = Uuid::from_u128(1 + number * 10 + caller);
            tokio::spawn(async move { keys.register(lookup, proposed).await.unwrap() })
        };
        let mut answers = Vec::new();
        for task in (0..4).map(register).collect::<Vec<_>>() {
            answers.push(task.await.unwrap());
        }
        let ids: HashSet<Uuid> = answers.iter().map(|answer| answer.id).collect();
        assert_eq!(ids.len(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| answer.new).count(), 1);
        let known = keyrings[1].known(lookup).await.unwrap();
        assert_eq!(known, ids.into_iter().next());
    }
    // And of callers at the same time all are given one key.
    let obtain = |caller: usize| {
        let keys = keyrings[caller % 2].clone();
        tokio::spawn(async move { keys.obtain(words(7, "A")).await.unwrap() })
    };
    let tasks: Vec<_> = (0..8).map(obtain).collect();
    let mut sealed = Vec::new();
    for task in tasks {
        let key = task.await.unwrap();
        sealed.push(key.seal(b"", b"words"));
        assert!(sealed.iter().all(|sealed| key.open(b"", sealed).is_ok()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_has_one_number_and_several_addresses_and_none_once_erased() {
    let place = Place::of(1);
    let keys = place.open(true).await.unwrap();
    let number = |text: &str| keys.secrets().lookup(KnownBy::NhsNumber, text);
    let address = |text: &str| keys.secrets().lookup(KnownBy::NameAndAddress, text);
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let new = |id| Registered { id, new: true };
    assert_eq!(keys.register(number("1"), one).await.unwrap(), new(one));
    let known = Registered {
        id: one,
        new: false,
    };
    assert_eq!(keys.register(number("1"), one).await.unwrap(), known);
    assert_eq!(keys.register(number("1"), other).await.unwrap(), known);
    for street in ["High Street", "Mill Lane"] {
        assert_eq!(keys.register(address(street), one).await.unwrap(), new(one));
    }
    let taken = keys.register(number("2"), one).await.unwrap_err();
    assert!(matches!(taken, Error::ProposedTaken));
    assert_eq!(keys.known(number("2")).await.unwrap(), None);

    keys.destroy(KeyName::Person(one)).await.unwrap();
    for lookup in [number("1"), address("High Street"), address("Mill Lane")] {
        assert_eq!(keys.known(lookup).await.unwrap(), None);
    }
    let erased = keys.register(number("3"), one).await.unwrap_err();
    assert!(matches!(erased, Error::Erased { .. }));
    // The number may belong to somebody who is known again from the start.
    assert_eq!(keys.register(number("1"), other).await.unwrap(), new(other));
}

/// Whether the bytes stand anywhere in the folder's files.
fn found_in(folder: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return found_in(&path, wanted);
        }
        let content = fs::read(path).unwrap();
        content.windows(wanted.len()).any(|window| window == wanted)
    })
}

/// The value of an entry, as it is stored.
async fn stored(place: &Place, entry: &str) -> Vec<u8> {
    let context = async_nats::jetstream::new(place.cluster.client().await);
    let bucket = context.get_key_value("keys").await.unwrap();
    bucket.get(entry).await.unwrap().unwrap().to_vec()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_destroyed_key_leaves_no_bytes_on_a_servers_disk() {
    let place = Place::of(1);
    let keys = place.open(true).await.unwrap();
    for number in 0..60 {
        keys.obtain(words(number, "A")).await.unwrap();
    }
    let entry = |number: u128| format!("keys.words.{}.A", Uuid::from_u128(number));
    let mut wrapped = Vec::new();
    for number in 0..60 {
        wrapped.push(stored(&place, &entry(number)).await);
    }
    for number in (0..60).step_by(3) {
        keys.destroy(words(number, "A")).await.unwrap();
    }
    let folder = place.cluster.store(0);
    for (number, wrapped) in wrapped.iter().enumerate() {
        for part in [&wrapped[4..28], &wrapped[28..52], &wrapped[52..]] {
            let found = found_in(&folder, part);
            assert_eq!(found, number % 3 != 0, "key {number}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rewrapped_keys_need_the_newest_master_key_only() {
    let place = Place::of(1);
    let keys = place.open(true).await.unwrap();
    let mut sealed = Vec::new();
    for number in 0..30 {
        sealed.push(keys.obtain(person(number)).await.unwrap().seal(b"", b"x"));
    }
    keys.destroy(person(0)).await.unwrap();
    let old = stored(&place, &format!("keys.person.{}", Uuid::from_u128(1))).await;
    let second = MasterKeys::generate_line(2);
    let missing = place.open_with(&[&second], false).await.unwrap_err();
    assert!(matches!(
        missing,
        Error::MasterKeyMissing { version: 1, .. }
    ));
    let other = MasterKeys::generate_line(1);
    let wrong = place.open_with(&[&other], false).await.unwrap_err();
    assert!(matches!(wrong, Error::MasterKeyWrong { version: 1 }));

    let both = place
        .open_with(&[&place.line, &second], false)
        .await
        .unwrap();
    // 29 live ones, and the root.
    assert_eq!(both.rewrap().await.unwrap(), 30);
    assert_eq!(both.rewrap().await.unwrap(), 0);
    let keys = place.open_with(&[&second], false).await.unwrap();
    for (number, sealed) in (0..).zip(&sealed).skip(1) {
        let key = keys.obtain(person(number)).await.unwrap();
        assert_eq!(key.open(b"", sealed).unwrap(), b"x");
    }
    assert!(matches!(
        keys.find(person(0)).await.unwrap(),
        KeyState::Erased
    ));
    assert!(!found_in(&place.cluster.store(0), &old[4..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_without_its_keys_is_refused() {
    let place = Place::of(1);
    let refused = place.open(false).await.unwrap_err();
    assert!(matches!(&refused, Error::BucketEmpty { bucket } if bucket == "keys"));
    assert!(!refused.can_retry());
    place.open(true).await.unwrap();
    place.open(false).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_costs_time_and_no_key() {
    let mut place = Place::of(3);
    let keys = place.open(true).await.unwrap();
    let client = place.cluster.client().await;
    let leader = place.cluster.leader(&client, "KV_keys").await.unwrap();
    let before = keys.obtain(person(1)).await.unwrap().seal(b"", b"x");
    place.cluster.kill(leader);
    let after = keys.obtain(person(2)).await.unwrap().seal(b"", b"x");
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "3");
    assert!(keys.register(lookup, Uuid::from_u128(3)).await.unwrap().new);
    place.cluster.restart(leader);
    let another = place.open(false).await.unwrap();
    for (number, sealed) in [(1, before), (2, after)] {
        let key = another.obtain(person(number)).await.unwrap();
        assert_eq!(key.open(b"", &sealed).unwrap(), b"x");
    }
    assert_eq!(
        another.known(lookup).await.unwrap(),
        Some(Uuid::from_u128(3))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_holds_the_same_in_a_file_and_in_a_bucket() {
    let place = Place::of(1);
    let folder = tempfile::tempdir().unwrap();
    let [path, back] = ["keys.db", "back.db"].map(|name| folder.path().join(name));
    let lines = master(&[&place.line]);
    let keys = SqliteKeyring::open(&path, lines.clone(), true).unwrap();
    let sealed = keys.obtain(words(1, "A")).await.unwrap().seal(b"", b"x");
    let lookup = keys.secrets().lookup(KnownBy::NhsNumber, "1");
    let address = keys.secrets().lookup(KnownBy::NameAndAddress, "Mill Lane");
    let one = Uuid::from_u128(1);
    keys.register(lookup, one).await.unwrap();
    keys.register(address, one).await.unwrap();
    keys.destroy(person(9)).await.unwrap();
    let sorted = |mut entries: Vec<Entry>| {
        entries.sort();
        entries
    };
    let held = sorted(keys.entries().await.unwrap());

    let options = Options {
        bucket: "keys".to_owned(),
        replicas: 1,
        log_is_empty: false,
        root_if_new: None,
    };
    // Begun again, it ends the same.
    for _ in 0..2 {
        let client = place.cluster.client().await;
        JetStreamKeyring::restore(client, &options, &held, || ())
            .await
            .unwrap();
    }
    let copy = place.open(false).await.unwrap();
    assert_eq!(sorted(copy.entries().await.unwrap()), held);
    let key = copy.obtain(words(1, "A")).await.unwrap();
    assert_eq!(key.open(b"", &sealed).unwrap(), b"x");
    assert_eq!(copy.known(lookup).await.unwrap(), Some(one));
    assert!(matches!(
        copy.find(person(9)).await.unwrap(),
        KeyState::Erased
    ));
    let taken = copy
        .register(copy.secrets().lookup(KnownBy::NhsNumber, "2"), one)
        .await;
    assert!(matches!(taken, Err(Error::ProposedTaken)));

    // What was destroyed since then stays destroyed, and the copy leads back to a file.
    copy.destroy(words(1, "A")).await.unwrap();
    let client = place.cluster.client().await;
    JetStreamKeyring::restore(client, &options, &held, || ())
        .await
        .unwrap();
    assert!(matches!(
        copy.find(words(1, "A")).await.unwrap(),
        KeyState::Erased
    ));
    let held = sorted(copy.entries().await.unwrap());
    SqliteKeyring::restore(&back, &held).unwrap();
    SqliteKeyring::restore(&back, &held).unwrap();
    let back = SqliteKeyring::open(&back, lines, false).unwrap();
    assert_eq!(sorted(back.entries().await.unwrap()), held);

    let others = SqliteKeyring::in_memory(master(&[&place.line])).unwrap();
    let theirs = others.entries().await.unwrap();
    let client = place.cluster.client().await;
    let refused = JetStreamKeyring::restore(client, &options, &theirs, || ()).await;
    assert!(matches!(refused, Err(CopyError::OthersKeys)));
    let refused = SqliteKeyring::restore(&path, &theirs);
    assert!(refused.is_err(), "the file is in use");
    drop(keys);
    let refused = SqliteKeyring::restore(&path, &theirs);
    assert!(matches!(refused, Err(CopyError::OthersKeys)));
}
