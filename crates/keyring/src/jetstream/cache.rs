//! Keys in memory: only while the bucket is watched, so that one that another process destroyed does not live on here.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

use lru::LruCache;

use crate::{seal::DataKey, sqlite::CACHED_KEYS};

pub(super) struct Cache(Mutex<Kept>);

struct Kept {
    keys: LruCache<String, DataKey>,
    /// Grows with every destruction: what was read before one is not kept after it.
    generation: u64,
    is_watched: bool,
}

impl Cache {
    pub(super) fn new() -> Self {
        let capacity = NonZeroUsize::new(CACHED_KEYS).unwrap_or(NonZeroUsize::MIN);
        Self(Mutex::new(Kept {
            keys: LruCache::new(capacity),
            generation: 0,
            is_watched: false,
        }))
    }

    pub(super) fn get(&self, entry: &str) -> Option<DataKey> {
        self.kept().keys.get(entry).cloned()
    }

    /// To be asked for before a key is read that is to be kept.
    pub(super) fn generation(&self) -> u64 {
        self.kept().generation
    }

    pub(super) fn put(&self, entry: &str, key: &DataKey, since: u64) {
        let mut kept = self.kept();
        if kept.is_watched && kept.generation == since {
            kept.keys.put(entry.to_owned(), key.clone());
        }
    }

    pub(super) fn erased(&self, entry: &str) {
        let mut kept = self.kept();
        kept.generation += 1;
        kept.keys.pop(entry);
    }

    /// From here on every destruction is heard of; or none is, and nothing is kept.
    pub(super) fn watched(&self, is_watched: bool) {
        let mut kept = self.kept();
        kept.is_watched = is_watched;
        kept.generation += 1;
        kept.keys.clear();
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
