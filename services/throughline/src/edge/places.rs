//! Counting by key: so many of each at a time, and a place is free again when it is dropped. What is counted, connections or
//! calls, is its users'.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Counts by key.
pub(super) struct Counts {
    taken: Mutex<HashMap<String, usize>>,
    most: usize,
}

/// A place that was taken. It is free again when this is dropped.
pub(super) struct Place {
    counts: Arc<Counts>,
    key: String,
}

impl Counts {
    /// At most so many of each key.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            taken: Mutex::default(),
            most,
        })
    }

    /// A place for this key; none where all are taken. Nothing is kept of whoever is refused.
    pub(super) fn take(self: &Arc<Self>, key: String) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let before = taken.get(&key).copied().unwrap_or_default();
        if before >= self.most {
            return None;
        }
        taken.insert(key.clone(), before + 1);
        Some(Place {
            counts: self.clone(),
            key,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = &self.counts.taken;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn places_are_bounded_by_key_and_free_again_and_nothing_is_kept_of_whoever_is_refused() {
        let counts = Counts::new(2);
        let take = |key: &str| counts.take(key.to_owned());
        let held = [take("one").unwrap(), take("one").unwrap()];
        assert!(take("one").is_none());
        let other = take("other").unwrap();
        drop(held);
        take("one").unwrap();
        drop(other);
        assert!(counts.taken.lock().unwrap().is_empty());
        assert!(Counts::new(0).take("nobody".to_owned()).is_none());
        let none = Counts::new(0);
        none.take("nobody".to_owned());
        assert!(none.taken.lock().unwrap().is_empty());
    }
}
