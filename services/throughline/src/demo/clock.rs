//! The demo's clock: it stands still while the demo's people live through their months, and then runs with the system's.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use runtime::clock::{Clock, SystemClock};

/// Stands for "runs".
const RUNS: i64 = i64::MIN;

/// A clock that is put to one moment after another, until it is let run. Clones show the same time.
#[derive(Clone)]
pub struct DemoClock {
    at_ms: Arc<AtomicI64>,
}

impl DemoClock {
    /// A clock that runs with the system's.
    pub fn running() -> Self {
        Self {
            at_ms: Arc::new(AtomicI64::new(RUNS)),
        }
    }

    /// A clock that stands at a moment.
    pub fn standing_at(moment: Timestamp) -> Self {
        let clock = Self::running();
        clock.stand_at(moment);
        clock
    }

    /// Puts it to a moment, where it stays.
    pub fn stand_at(&self, moment: Timestamp) {
        self.at_ms.store(moment.as_millisecond(), Ordering::Relaxed);
    }

    /// Lets it run with the system's clock.
    pub fn run(&self) {
        self.at_ms.store(RUNS, Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match self.at_ms.load(Ordering::Relaxed) {
            RUNS => SystemClock.now(),
            at_ms => Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MAX),
        }
    }
}
