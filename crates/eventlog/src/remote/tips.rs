//! The ends of streams as this process last saw them: a hint that saves asking. Whatever is refused because of it is
//! looked at again.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

use lru::LruCache;

use super::Place;
use crate::{Position, StreamName, Tip};

/// How many are kept; about 20 MB.
const TIPS: usize = 100_000;

/// The end of a stream, and where its last commit is; none, where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) tip: Tip,
    pub(super) place: Option<Place>,
}

impl End {
    pub(super) const EMPTY: End = End {
        tip: Tip::EMPTY,
        place: None,
    };

    pub(super) fn position(&self) -> Position {
        self.place.map_or(Position::START, |place| place.position)
    }
}

pub(super) struct Tips(Mutex<LruCache<StreamName, End>>);

impl Tips {
    pub(super) fn new() -> Self {
        let capacity = NonZeroUsize::new(TIPS).unwrap_or(NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(capacity)))
    }

    pub(super) fn get(&self, stream: &StreamName) -> Option<End> {
        self.ends().get(stream).copied()
    }

    /// Remembers an end, unless a later one is known.
    pub(super) fn put(&self, stream: &StreamName, end: End) {
        let mut ends = self.ends();
        let is_later = |known: &End| known.position() > end.position();
        if !ends.peek(stream).is_some_and(is_later) {
            ends.put(stream.clone(), end);
        }
    }

    fn ends(&self) -> MutexGuard<'_, LruCache<StreamName, End>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
