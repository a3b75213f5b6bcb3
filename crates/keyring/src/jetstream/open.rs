//! Opening the bucket: the root of the secrets, and whether it, the log and the master keys belong together.

use std::sync::{Arc, atomic::AtomicBool};

use async_nats::Client;
use zeroize::Zeroizing;

use super::{
    JetStreamKeyring, Shared,
    bucket::{Bucket, Created, Made, Stored},
    cache::Cache,
    watch,
};
use crate::{
    keyring::{Error, Result},
    master::MasterKeys,
    name::ROOT,
    seal::DataKey,
    secrets::Secrets,
    wrap,
};

/// What stands before the version of a master key, for what recognises it.
pub(super) const MASTERS: &str = "masters.";

/// What is chosen when a keyring is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bucket's name. Letters, digits and dashes.
    pub bucket: String,
    /// On how many servers each key is kept before it is used: 3 in a cluster, 1 on a single server.
    pub replicas: usize,
    /// Whether the log that it belongs to holds nothing yet: only then keys may be missing.
    pub log_is_empty: bool,
    /// The root of all secrets, should there be none; by chance, where nothing is said. Whoever knows it can look people
    /// up and make tokens, so it is said in tests and trials alone.
    pub root_if_new: Option<[u8; 32]>,
}

/// Revisions of one key that may be there until the older ones are written over.
const REVISIONS: i64 = 8;

impl Options {
    pub(super) fn made(&self) -> Made {
        Made {
            name: self.bucket.clone(),
            description: "Throughline's keys, wrapped. Back it up after the log.".to_owned(),
            replicas: self.replicas,
            revisions: REVISIONS,
        }
    }
}

impl JetStreamKeyring {
    /// Opens the keyring in this bucket; where there is none and the log is empty, makes it. Of several that make it at
    /// once, all have the same secrets.
    ///
    /// # Errors
    /// [`Error::BucketEmpty`] where a log has no keys; [`Error::MasterKeyMissing`] and [`Error::MasterKeyWrong`] where
    /// `master` does not hold each key that wraps a stored one; [`Error::Servers`].
    pub async fn open(client: Client, master: MasterKeys, options: Options) -> Result<Self> {
        let bucket = Bucket::open(client.clone(), options.made()).await?;
        check_masters(&bucket, &master).await?;
        let stored = match bucket.get(ROOT).await? {
            Some(stored) => stored,
            None if !options.log_is_empty => {
                return Err(Error::BucketEmpty {
                    bucket: options.bucket,
                });
            }
            None => make_root(&bucket, &master, options.root_if_new).await?,
        };
        let root = wrap::unwrapped(&master, ROOT, &stored.value)?;
        let cache = Arc::new(Cache::new());
        let stream = bucket.stream().clone();
        let watches = watch::start(client, stream, bucket.prefix().to_owned(), cache.clone());
        Ok(Self {
            shared: Arc::new(Shared {
                secrets: Secrets::derived(&root),
                bucket,
                master,
                cache,
                is_marked: AtomicBool::new(false),
                _watches: watches.drop_guard(),
            }),
        })
    }
}

async fn make_root(bucket: &Bucket, master: &MasterKeys, root: Option<[u8; 32]>) -> Result<Stored> {
    let root = match root {
        Some(root) => DataKey::from_bytes(Zeroizing::new(root)),
        None => DataKey::generate(),
    };
    mark_newest(bucket, master).await?;
    let wrapped = wrap::wrapped(master, ROOT, &root)?;
    match bucket.create(ROOT, wrapped.into()).await? {
        Created::Stands(stored) => Ok(stored),
        Created::New => bucket.get(ROOT).await?.ok_or_else(|| Error::Damaged {
            name: ROOT.to_owned(),
        }),
    }
}

/// Notes that the newest master key wraps something from now on.
pub(super) async fn mark_newest(bucket: &Bucket, master: &MasterKeys) -> Result<()> {
    let newest = master.newest();
    let entry = format!("{MASTERS}{newest}");
    if bucket.get(&entry).await?.is_none() {
        let mark = wrap::mark(master, newest)?;
        bucket.create(&entry, mark.into()).await?;
    }
    Ok(())
}

/// After every key was looked at: the older master keys wrap nothing here any more.
pub(super) async fn forget_older_masters(bucket: &Bucket, master: &MasterKeys) -> Result<()> {
    for entry in bucket.entries("masters.*").await? {
        if entry != format!("{MASTERS}{}", master.newest()) {
            bucket.remove(&entry).await?;
        }
    }
    Ok(())
}

/// Every master key that wraps a stored key must be here, and be the very one.
async fn check_masters(bucket: &Bucket, master: &MasterKeys) -> Result<()> {
    for entry in bucket.entries("masters.*").await? {
        let version = entry
            .strip_prefix(MASTERS)
            .and_then(|version| version.parse().ok());
        if let (Some(version), Some(stored)) = (version, bucket.get(&entry).await?) {
            wrap::recognises(master, version, &stored.value)?;
        }
    }
    Ok(())
}
