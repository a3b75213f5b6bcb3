//! A clock that is some days behind, and catches up as the story goes on.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};
use runtime::clock::{Clock, SystemClock};

const DAY_S: i64 = 24 * 60 * 60;

/// The system's clock, some days behind. Clones show the same time.
#[derive(Clone)]
pub struct StoryClock {
    behind_s: Arc<AtomicI64>,
}

impl StoryClock {
    /// A clock that is so many days behind.
    pub fn behind_days(days: i64) -> Self {
        Self {
            behind_s: Arc::new(AtomicI64::new(days * DAY_S)),
        }
    }

    /// Lets so many days pass, at most until now.
    pub fn days_pass(&self, days: i64) {
        let behind = self.behind_s.load(Ordering::Relaxed);
        self.behind_s
            .store((behind - days * DAY_S).max(0), Ordering::Relaxed);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        let behind = SignedDuration::from_secs(self.behind_s.load(Ordering::Relaxed));
        SystemClock
            .now()
            .checked_sub(behind)
            .unwrap_or(Timestamp::MIN)
    }
}
