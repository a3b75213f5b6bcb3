//! A bounded cache of streams in memory: the least recently used go first.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use lru::LruCache;
use tokio::sync::Mutex as AsyncMutex;

use crate::{loaded::Loaded, stream::Stream};

/// A place for a stream; empty until it is loaded. Whoever holds the lock changes the stream.
pub(crate) type Cell<S> = Arc<AsyncMutex<Option<Loaded<S>>>>;

/// Streams in memory, by id.
pub(crate) struct Cache<S: Stream> {
    inner: Mutex<Inner<S>>,
    weight_max: usize,
}

struct Inner<S: Stream> {
    cells: LruCache<S::Id, Cell<S>>,
    weights: HashMap<S::Id, usize>,
    weight: usize,
}

impl<S: Stream> Cache<S> {
    /// A cache that holds streams of this weight in all, in facts.
    pub fn new(weight_max: usize) -> Self {
        let inner = Inner {
            cells: LruCache::unbounded(),
            weights: HashMap::new(),
            weight: 0,
        };
        Self {
            inner: Mutex::new(inner),
            weight_max,
        }
    }

    /// The stream's place.
    pub fn cell(&self, id: &S::Id) -> Cell<S> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner
            .cells
            .get_or_insert(id.clone(), Cell::<S>::default)
            .clone()
    }

    /// Takes note of a stream's weight, and lets others go where the bound is passed.
    ///
    /// A stream that is let go while somebody holds its place may be loaded a second time beside it. Both
    /// are right: the log refuses what was decided on the older one.
    pub fn weigh(&self, id: &S::Id, weight: usize) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if !inner.cells.contains(id) {
            return;
        }
        let before = inner.weights.insert(id.clone(), weight).unwrap_or(0);
        inner.weight = inner.weight - before + weight;
        while inner.weight > self.weight_max && inner.cells.len() > 1 {
            let Some((gone, _)) = inner.cells.pop_lru() else {
                break;
            };
            let weight = inner.weights.remove(&gone).unwrap_or(0);
            inner.weight -= weight;
        }
    }

    /// Forgets everything, as a restart does.
    pub fn clear(&self) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *inner = Inner {
            cells: LruCache::unbounded(),
            weights: HashMap::new(),
            weight: 0,
        };
    }
}
