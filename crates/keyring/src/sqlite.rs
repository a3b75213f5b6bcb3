//! The keyring in one SQLite file, for one process at a time.
//!
//! Here: the cache, and one connection that calls take in turn on a blocking thread. What is stored and how
//! is in `sqlite/`.

mod copy;
mod open;
mod store;

use std::{
    fmt,
    num::NonZeroUsize,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use lru::LruCache;
use uuid::Uuid;

use crate::{
    entry::{Entry, Error as CopyError},
    keyring::{Error, KeyState, Keyring, Registered, Result},
    master::MasterKeys,
    name::KeyName,
    seal::DataKey,
    secrets::{Lookup, Secrets},
};
use store::Store;

/// Live keys kept in memory at most; about 6 MB.
pub const CACHED_KEYS: usize = 20_000;

/// Keys rewrapped in one transaction, so that other calls get their turn in between.
const REWRAPPED_AT_ONCE: usize = 500;

/// A [`Keyring`] in one SQLite file. Clones share everything.
#[derive(Clone)]
pub struct SqliteKeyring {
    shared: Arc<Shared>,
}

struct Shared {
    /// The cache is written only while the store is held, so that no key returns to it after its destruction.
    store: Arc<tokio::sync::Mutex<Store>>,
    cache: Mutex<LruCache<KeyName, DataKey>>,
    secrets: Secrets,
    failed: AtomicBool,
}

impl SqliteKeyring {
    /// Opens the keyring at `path` (`keys.db`), or makes it where there is none and the log is empty too.
    /// Blocks; waits up to 2 s for another process to let go of it.
    ///
    /// # Errors
    /// [`Error::KeysMissing`] where `log_is_empty` is false and there are no keys; [`Error::MasterKeyMissing`]
    /// and [`Error::MasterKeyWrong`] where `master` does not hold each key that wraps a stored one;
    /// [`Error::InUse`], [`Error::Unreadable`], [`Error::File`] and [`Error::Storage`] for the file itself.
    pub fn open(path: impl AsRef<Path>, master: MasterKeys, log_is_empty: bool) -> Result<Self> {
        Self::over(open::file(path.as_ref(), master, log_is_empty)?)
    }

    /// Makes a keyring at `path`, whose secrets all derive from this root: two of the same root mint the same ids. Whoever
    /// knows the root can look people up and make tokens, so it is for tests and trials alone; data keys are random.
    ///
    /// # Errors
    /// [`Error::File`] where there is a keyring already, and as [`SqliteKeyring::open`].
    pub fn make_with_root(
        path: impl AsRef<Path>,
        master: MasterKeys,
        root: &[u8; 32],
    ) -> Result<()> {
        open::new_file(path.as_ref(), master, root)
    }

    /// Writes what another keyring holds to the file at `path`; where that was begun before, what is new since then. What
    /// was destroyed here stays so. Blocks.
    ///
    /// # Errors
    /// [`CopyError::OthersKeys`] where there are the keys of another system; otherwise as [`SqliteKeyring::open`].
    pub fn restore(path: impl AsRef<Path>, entries: &[Entry]) -> Result<(), CopyError> {
        copy::restore(path.as_ref(), entries)
    }

    /// A keyring that is gone when it is dropped, for tests and trials.
    ///
    /// # Errors
    /// [`Error::Storage`] where SQLite cannot be used at all.
    pub fn in_memory(master: MasterKeys) -> Result<Self> {
        Self::over(open::memory(master)?)
    }

    /// Writes a copy of the keyring to `destination`, which must not exist, while the keyring stays in use.
    /// Make it after the log's copy, so that it has every key that the copied log needs.
    ///
    /// # Errors
    /// [`Error::Storage`] and [`Error::File`] for the copy.
    pub async fn back_up(&self, destination: impl AsRef<Path>) -> Result<()> {
        let destination = destination.as_ref().to_owned();
        self.with_store(move |store, _| store.back_up(&destination))
            .await
    }

    fn over(mut store: Store) -> Result<Self> {
        let secrets = Secrets::derived(&store.root()?);
        let capacity = NonZeroUsize::new(CACHED_KEYS).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            shared: Arc::new(Shared {
                store: Arc::new(tokio::sync::Mutex::new(store)),
                cache: Mutex::new(LruCache::new(capacity)),
                secrets,
                failed: AtomicBool::new(false),
            }),
        })
    }

    /// Runs `work` on a blocking thread, alone with the store; waiting callers are served in turn.
    async fn with_store<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut Store, &Shared) -> Result<T> + Send + 'static,
    {
        let shared = self.shared.clone();
        let mut store = shared.store.clone().lock_owned().await;
        let ran = tokio::task::spawn_blocking(move || {
            if shared.failed.load(Ordering::Acquire) {
                return Err(Error::Failed);
            }
            let result = work(&mut store, &shared);
            if result.as_ref().is_err_and(leaves_doubt) {
                shared.failed.store(true, Ordering::Release);
            }
            result
        });
        match ran.await {
            Ok(result) => result,
            Err(stopped) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
            Err(_) => Err(Error::Stopping),
        }
    }
}

#[async_trait]
impl Keyring for SqliteKeyring {
    async fn obtain(&self, name: KeyName) -> Result<DataKey> {
        if let Some(key) = self.shared.cached(&name) {
            return Ok(key);
        }
        self.with_store(move |store, shared| {
            let key = store.obtain(&name)?;
            shared.remember(name, &key);
            Ok(key)
        })
        .await
    }

    async fn find(&self, name: KeyName) -> Result<KeyState> {
        if let Some(key) = self.shared.cached(&name) {
            return Ok(KeyState::Live(key));
        }
        self.with_store(move |store, shared| {
            let state = store.find(&name)?;
            if let KeyState::Live(key) = &state {
                shared.remember(name, key);
            }
            Ok(state)
        })
        .await
    }

    async fn destroy(&self, name: KeyName) -> Result<()> {
        self.with_store(move |store, shared| {
            shared.cache().pop(&name);
            store.destroy(&name)
        })
        .await
    }

    async fn register(&self, lookup: Lookup, proposed: Uuid) -> Result<Registered> {
        self.with_store(move |store, _| store.register(&lookup, proposed))
            .await
    }

    async fn known(&self, lookup: Lookup) -> Result<Option<Uuid>> {
        self.with_store(move |store, _| store.known(&lookup)).await
    }

    async fn rewrap(&self) -> Result<usize> {
        let (mut rewrapped, mut after) = (0, 0);
        loop {
            let batch = self
                .with_store(move |store, _| store.rewrap_some(after, REWRAPPED_AT_ONCE))
                .await?;
            rewrapped += batch.rewrapped;
            match batch.last {
                Some(last) => after = last,
                None => break,
            }
        }
        self.with_store(move |store, _| store.forget_older_masters())
            .await?;
        Ok(rewrapped)
    }

    async fn entries(&self) -> Result<Vec<Entry>> {
        self.with_store(|store, _| copy::entries(store)).await
    }

    fn secrets(&self) -> &Secrets {
        &self.shared.secrets
    }
}

impl Shared {
    fn cached(&self, name: &KeyName) -> Option<DataKey> {
        self.cache().get(name).cloned()
    }

    fn remember(&self, name: KeyName, key: &DataKey) {
        self.cache().put(name, key.clone());
    }

    fn cache(&self) -> MutexGuard<'_, LruCache<KeyName, DataKey>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// After these, what the file holds is no longer certain: a key might be taken for durable that is not.
fn leaves_doubt(error: &Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase, SystemIoFailure};
    matches!(error, Error::Storage(source)
        if matches!(source.sqlite_error_code(), Some(SystemIoFailure | DatabaseCorrupt | NotADatabase)))
}

impl fmt::Debug for SqliteKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteKeyring(…)")
    }
}
