//! A copy of a keyring out of the bucket, and into a new one.

use async_nats::Client;
use futures::{StreamExt, TryStreamExt, stream};
use uuid::Uuid;

use super::{
    JetStreamKeyring, KNOWN, LOOKUP, Options, SOLE,
    bucket::{Bucket, Created},
    entry_of, hex,
    open::MASTERS,
    stored_of,
};
use crate::{
    entry::{Entry, Error, Held},
    keyring::Result,
    name::ROOT,
};

/// How many entries are read or written at the same time.
const AT_ONCE: usize = 64;

pub(super) async fn entries(bucket: &Bucket) -> Result<Vec<Entry>> {
    let mut names = bucket.entries("keys.>").await?;
    names.push(ROOT.to_owned());
    names.extend(bucket.entries("lookup.*").await?);
    names.extend(bucket.entries("masters.*").await?);
    stream::iter(names)
        .map(|name| async move { held(bucket, &name).await })
        .buffered(AT_ONCE)
        .try_filter_map(|held| async move { Ok(held.map(Entry)) })
        .try_collect()
        .await
}

async fn held(bucket: &Bucket, entry: &str) -> Result<Option<Held>> {
    let Some(stored) = bucket.get(entry).await? else {
        return Ok(None);
    };
    let value = stored.value.to_vec();
    Ok(if let Some(digest) = entry.strip_prefix(LOOKUP) {
        let person = super::person_in(&stored)?;
        let sole = bucket.get(&format!("{SOLE}{person}")).await?;
        unhex(digest).map(|lookup| Held::Person {
            lookup,
            sole: sole.is_some_and(|sole| sole.value[..] == *digest.as_bytes()),
            person,
        })
    } else if let Some(version) = entry.strip_prefix(MASTERS) {
        let version = version.parse().ok();
        version.map(|version| Held::Master {
            version,
            mark: value,
        })
    } else {
        Some(Held::Key {
            name: stored_of(entry),
            wrapped: (!value.is_empty()).then_some(value),
        })
    })
}

impl JetStreamKeyring {
    /// Writes what another keyring holds to the bucket; where it was begun before, what is new since then. What was
    /// destroyed here stays so. `done` is called for each entry.
    ///
    /// # Errors
    /// [`Error::OthersKeys`] where there are the keys of another system; otherwise what the servers report.
    pub async fn restore(
        client: Client,
        options: &Options,
        entries: &[Entry],
        done: impl Fn() + Sync,
    ) -> Result<(), Error> {
        let bucket = Bucket::open(client, options.made()).await?;
        let is_root = |Entry(held): &&Entry| matches!(held, Held::Key { name, .. } if name == ROOT);
        // First of all: where this is another system's bucket, nothing of it is touched.
        for Entry(held) in entries.iter().filter(is_root) {
            take(&bucket, held).await?;
        }
        let taken = entries.iter().map(|Entry(held)| async {
            take(&bucket, held).await?;
            done();
            Ok::<(), Error>(())
        });
        stream::iter(taken)
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await
    }
}

async fn take(bucket: &Bucket, held: &Held) -> Result<(), Error> {
    match held {
        Held::Key { name, wrapped } if name == ROOT => {
            let root = wrapped.clone().unwrap_or_default();
            match bucket.create(ROOT, root.clone().into()).await? {
                Created::Stands(stored) if stored.value[..] != root[..] => Err(Error::OthersKeys),
                _ => Ok(()),
            }
        }
        Held::Key { name, wrapped } => {
            let entry = entry_of(name);
            let wrapped = wrapped.clone().unwrap_or_default();
            let stands = bucket.get(&entry).await?;
            let is_there = stands
                .is_some_and(|stored| stored.value.is_empty() || stored.value[..] == wrapped[..]);
            if !is_there {
                let revision = bucket.put(&entry, wrapped.into()).await?;
                bucket.erase_before(&entry, revision).await?;
            }
            Ok(())
        }
        Held::Person {
            lookup,
            sole,
            person,
        } => Ok(know(bucket, &hex(lookup), *sole, *person).await?),
        Held::Master { version, mark } => {
            let entry = format!("{MASTERS}{version}");
            bucket.create(&entry, mark.clone().into()).await?;
            Ok(())
        }
    }
}

async fn know(bucket: &Bucket, digest: &str, sole: bool, person: Uuid) -> Result<()> {
    if sole {
        bucket
            .create(&format!("{SOLE}{person}"), digest.to_owned().into())
            .await?;
    }
    let index = format!("{KNOWN}{person}.{digest}");
    bucket.create(&index, Vec::new().into()).await?;
    let value = person.as_bytes().to_vec();
    bucket
        .create(&format!("{LOOKUP}{digest}"), value.into())
        .await?;
    Ok(())
}

fn unhex(digest: &str) -> Option<[u8; 32]> {
    let bytes = (0..digest.len() / 2)
        .map(|at| u8::from_str_radix(digest.get(2 * at..2 * at + 2)?, 16).ok());
    bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()
}
