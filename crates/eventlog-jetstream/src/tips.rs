//! The ends of streams as this process last saw them: a hint that saves asking. Whatever is refused because of it is
//! looked at again.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

use eventlog::{Position, StreamName, Tip};
use lru::LruCache;

/// How many are kept; about 20 MB.
const TIPS: usize = 100_000;

/// The end of a stream, and the position of its last commit: 0, where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) tip: Tip,
    pub(crate) position: Position,
}

impl End {
    pub(crate) const EMPTY: End = End {
        tip: Tip::EMPTY,
        position: Position::START,
    };
}

pub(crate) struct Tips(Mutex<LruCache<StreamName, End>>);

impl Tips {
    pub(crate) fn new() -> Self {
        let capacity = NonZeroUsize::new(TIPS).unwrap_or(NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(capacity)))
    }

    pub(crate) fn get(&self, stream: &StreamName) -> Option<End> {
        self.ends().get(stream).copied()
    }

    /// Remembers an end, unless a later one is known.
    pub(crate) fn put(&self, stream: &StreamName, end: End) {
        let mut ends = self.ends();
        let is_later = |known: &End| known.position > end.position;
        if !ends.peek(stream).is_some_and(is_later) {
            ends.put(stream.clone(), end);
        }
    }

    fn ends(&self) -> MutexGuard<'_, LruCache<StreamName, End>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
