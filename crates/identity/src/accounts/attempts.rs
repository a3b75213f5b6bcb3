//! How often somebody may guess: five times, and then after a pause that doubles, up to a quarter of an hour. Of names
//! without an account the same is held in memory, so that the pause does not tell which names there are.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Refusal;

/// How many guesses are free.
const FREE: u32 = 5;
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// Of how many names without an account guesses are remembered.
const UNKNOWN_MAX: usize = 10_000;

/// The wrong guesses since the last right one.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Attempts {
    wrong: u32,
    not_before: Option<Timestamp>,
}

impl Attempts {
    /// Refuses while a pause lasts.
    pub(super) fn refused(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.not_before.filter(|until| *until > now) {
            Some(until) => Err(Refusal::TooMany { until }),
            None => Ok(()),
        }
    }

    /// One more.
    pub(super) fn failed(&mut self, now: Timestamp) {
        self.wrong = self.wrong.saturating_add(1);
        if let Some(beyond) = self.wrong.checked_sub(FREE) {
            let pause = FIRST_PAUSE
                .checked_mul(1 << beyond.min(10))
                .unwrap_or(LONGEST_PAUSE)
                .min(LONGEST_PAUSE);
            self.not_before = now.checked_add(pause).ok();
        }
    }
}

/// Guesses at names without an account.
#[derive(Default)]
pub(super) struct Unknown(Mutex<HashMap<String, Attempts>>);

impl Unknown {
    pub(super) fn refused(&self, key: &str, now: Timestamp) -> Result<(), Refusal> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(key)
            .map_or(Ok(()), |attempts| attempts.refused(now))
    }

    pub(super) fn failed(&self, key: &str, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= UNKNOWN_MAX {
            all.retain(|_, attempts| attempts.refused(now).is_err());
        }
        if all.len() >= UNKNOWN_MAX {
            all.clear();
        }
        all.entry(key.to_owned()).or_default().failed(now);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_pause_doubles_and_has_an_end() {
        let now: Timestamp = "2026-12-01T09:00:00Z".parse().unwrap();
        let mut attempts = Attempts::default();
        for _ in 1..FREE {
            attempts.failed(now);
            attempts.refused(now).unwrap();
        }
        let mut pauses = Vec::new();
        for _ in 0..8 {
            attempts.failed(now);
            let Err(Refusal::TooMany { until }) = attempts.refused(now) else {
                panic!("it has to pause");
            };
            attempts.refused(until).unwrap();
            pauses.push(until.duration_since(now).as_secs());
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn a_flood_of_invented_names_is_not_kept() {
        let now: Timestamp = "2026-12-01T09:00:00Z".parse().unwrap();
        let unknown = Unknown::default();
        for name in 0..3 * UNKNOWN_MAX {
            unknown.failed(&name.to_string(), now);
        }
        assert!(unknown.0.lock().unwrap().len() <= UNKNOWN_MAX);
    }
}
