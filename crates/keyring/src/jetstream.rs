//! The keyring in a replicated key-value bucket of NATS JetStream, for any number of processes.
//!
//! Here: the trait, over the bucket's single steps. What takes several steps is begun so that whoever finishes it later,
//! or anybody else, ends at the same. What is in the bucket stands in `jetstream/bucket.rs`.

pub mod bucket;
mod cache;
mod copy;
mod open;
mod watch;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use crate::{
    entry::Entry,
    keyring::{Error, KeyState, Keyring, Registered, Result},
    master::MasterKeys,
    name::{KeyName, ROOT},
    seal::DataKey,
    secrets::{Lookup, Secrets},
    wrap,
};
use bucket::{Bucket, Created, Stored};
use cache::Cache;

pub use open::Options;

/// A [`Keyring`] in a bucket. Clones share everything.
#[derive(Clone)]
pub struct JetStreamKeyring {
    shared: Arc<Shared>,
}

struct Shared {
    bucket: Bucket,
    master: MasterKeys,
    secrets: Secrets,
    cache: Arc<Cache>,
    /// Whether it is noted that the newest master key wraps something.
    is_marked: AtomicBool,
    _watches: DropGuard,
}

impl JetStreamKeyring {
    async fn stored(&self, name: &KeyName) -> Result<Option<Stored>> {
        self.shared.bucket.get(&entry_of(&name.stored())).await
    }

    /// What an entry says of a key.
    fn state(&self, name: &KeyName, stored: Option<&Stored>) -> Result<KeyState> {
        match stored {
            None => Ok(KeyState::Unknown),
            Some(stored) if stored.value.is_empty() => Ok(KeyState::Erased),
            Some(stored) => wrap::unwrapped(&self.shared.master, &name.stored(), &stored.value)
                .map(KeyState::Live),
        }
    }

    /// Takes a lookup away that led to a person; one that leads to somebody else by now stays.
    async fn forget(&self, person: Uuid, digest: &str) -> Result<()> {
        let bucket = &self.shared.bucket;
        let lookup = format!("{LOOKUP}{digest}");
        let leads_here = bucket
            .get(&lookup)
            .await?
            .is_some_and(|stored| stored.value[..] == person.as_bytes()[..]);
        if leads_here {
            bucket.remove(&lookup).await?;
        }
        bucket.remove(&format!("{KNOWN}{person}.{digest}")).await
    }

    async fn forget_all(&self, person: Uuid) -> Result<()> {
        let bucket = &self.shared.bucket;
        let entries = bucket.entries(&format!("{KNOWN}{person}.*")).await?;
        for entry in entries {
            if let Some((_, digest)) = entry.rsplit_once('.') {
                self.forget(person, digest).await?;
            }
        }
        bucket.remove(&format!("{SOLE}{person}")).await
    }
}

/// What stands before a digest, for what leads to a person.
const LOOKUP: &str = "lookup.";
/// What stands before a person, for the one NHS number that they have.
const SOLE: &str = "sole.";
/// What stands before a person and a digest, so that all that leads to them can be found.
const KNOWN: &str = "known.";

/// The entry of a key, by its stored name.
fn entry_of(stored: &str) -> String {
    format!("keys.{}", stored.replace('/', "."))
}

#[async_trait]
impl Keyring for JetStreamKeyring {
    async fn obtain(&self, name: KeyName) -> Result<DataKey> {
        let stored_name = name.stored();
        let entry = entry_of(&stored_name);
        let shared = &self.shared;
        if let Some(key) = shared.cache.get(&entry) {
            return Ok(key);
        }
        let since = shared.cache.generation();
        let mut found = self.stored(&name).await?;
        if found.is_none() {
            let key = DataKey::generate();
            let wrapped = wrap::wrapped(&shared.master, &stored_name, &key)?;
            if !shared.is_marked.load(Ordering::Relaxed) {
                open::mark_newest(&shared.bucket, &shared.master).await?;
                shared.is_marked.store(true, Ordering::Relaxed);
            }
            match shared.bucket.create(&entry, wrapped.into()).await? {
                Created::New => {
                    shared.cache.put(&entry, &key, since);
                    return Ok(key);
                }
                Created::Stands(stored) => found = Some(stored),
            }
        }
        match self.state(&name, found.as_ref())? {
            KeyState::Live(key) => {
                shared.cache.put(&entry, &key, since);
                Ok(key)
            }
            KeyState::Erased | KeyState::Unknown => Err(Error::Erased { name }),
        }
    }

    async fn find(&self, name: KeyName) -> Result<KeyState> {
        let entry = entry_of(&name.stored());
        if let Some(key) = self.shared.cache.get(&entry) {
            return Ok(KeyState::Live(key));
        }
        let since = self.shared.cache.generation();
        let stored = self.stored(&name).await?;
        let state = self.state(&name, stored.as_ref())?;
        if let KeyState::Live(key) = &state {
            self.shared.cache.put(&entry, key, since);
        }
        Ok(state)
    }

    async fn destroy(&self, name: KeyName) -> Result<()> {
        let entry = entry_of(&name.stored());
        // The mark comes first, so that nobody ever finds the key gone and makes another.
        let marked = self.shared.bucket.put(&entry, Vec::new().into()).await?;
        self.shared.cache.erased(&entry);
        self.shared.bucket.erase_before(&entry, marked).await?;
        match name {
            KeyName::Person(person) => self.forget_all(person).await,
            _ => Ok(()),
        }
    }

    async fn register(&self, lookup: Lookup, proposed: Uuid) -> Result<Registered> {
        let bucket = &self.shared.bucket;
        let digest = hex(lookup.as_bytes());
        let entry = format!("{LOOKUP}{digest}");
        if let Some(id) = self.known(lookup).await? {
            return Ok(Registered { id, new: false });
        }
        // Everything that has to be there with a lookup is there before it is.
        self.obtain(KeyName::Person(proposed)).await?;
        if lookup.is_sole() {
            let sole = format!("{SOLE}{proposed}");
            let created = bucket.create(&sole, digest.clone().into()).await?;
            if let Created::Stands(stored) = created
                && stored.value[..] != *digest.as_bytes()
            {
                return Err(Error::ProposedTaken);
            }
        }
        let index = format!("{KNOWN}{proposed}.{digest}");
        bucket.put(&index, Vec::new().into()).await?;
        let value = proposed.as_bytes().to_vec();
        match bucket.create(&entry, value.into()).await? {
            Created::New => {
                // Where the person was erased meanwhile, nothing leads to them.
                let name = KeyName::Person(proposed);
                if let Some(stored) = self.stored(&name).await?
                    && stored.value.is_empty()
                {
                    self.forget(proposed, &digest).await?;
                    return Err(Error::Erased { name });
                }
                Ok(Registered {
                    id: proposed,
                    new: true,
                })
            }
            Created::Stands(stored) => {
                let id = person_in(&stored)?;
                if id != proposed {
                    bucket.remove(&index).await?;
                    if lookup.is_sole() {
                        bucket.remove(&format!("{SOLE}{proposed}")).await?;
                    }
                }
                Ok(Registered { id, new: false })
            }
        }
    }

    async fn known(&self, lookup: Lookup) -> Result<Option<Uuid>> {
        let entry = format!("{LOOKUP}{}", hex(lookup.as_bytes()));
        let stored = self.shared.bucket.get(&entry).await?;
        stored.as_ref().map(person_in).transpose()
    }

    async fn rewrap(&self) -> Result<usize> {
        let Shared { bucket, master, .. } = &*self.shared;
        open::mark_newest(bucket, master).await?;
        let mut rewrapped = 0;
        let mut entries = bucket.entries("keys.>").await?;
        entries.push(ROOT.to_owned());
        for entry in entries {
            let name = stored_of(&entry);
            while let Some(stored) = bucket.get(&entry).await? {
                let is_erased = stored.value.is_empty();
                if is_erased || wrap::version_of(&stored.value) == Some(master.newest()) {
                    // An earlier try may have been broken off.
                    bucket.erase_before(&entry, stored.revision).await?;
                    break;
                }
                let key = wrap::unwrapped(master, &name, &stored.value)?;
                let new = wrap::wrapped(master, &name, &key)?;
                // Whoever was faster is looked at again.
                if bucket.update(&entry, new.into(), stored.revision).await? {
                    rewrapped += 1;
                }
            }
        }
        open::forget_older_masters(bucket, master).await?;
        Ok(rewrapped)
    }

    async fn entries(&self) -> Result<Vec<Entry>> {
        copy::entries(&self.shared.bucket).await
    }

    fn secrets(&self) -> &Secrets {
        &self.shared.secrets
    }
}

/// The stored name of a key, by its entry: the opposite of [`entry_of`]. An organisation's code has no dot.
fn stored_of(entry: &str) -> String {
    entry
        .strip_prefix("keys.")
        .unwrap_or(entry)
        .replace('.', "/")
}

fn person_in(stored: &Stored) -> Result<Uuid> {
    Uuid::from_slice(&stored.value).map_err(|_| Error::Damaged {
        name: "lookup".to_owned(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Debug for JetStreamKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JetStreamKeyring(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_leads_back_to_the_name() {
        let person = Uuid::from_u128(7);
        for name in [
            KeyName::Person(person),
            KeyName::Words {
                person,
                organisation: "LEA-NURSING".into(),
            },
            KeyName::Organisation("E82001".into()),
        ] {
            assert_eq!(stored_of(&entry_of(&name.stored())), name.stored());
        }
    }
}
