//! The months through which the demo's people live, moment by moment: everybody who waits for a moment goes on when it
//! comes, so many at the same time, and the next one comes when all of them wait again.
//!
//! So the clock stands still while anybody acts, and what is recorded bears the same times whatever the machine does.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{Span, Timestamp, civil::Date, civil::Weekday, tz::TimeZone};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot};

/// When things are done on a day, in minutes after midnight.
const SLOTS: [i64; 5] = [545, 640, 730, 845, 950];
/// How much later than that it may be, in minutes.
const LATER: i64 = 25;

/// A time at which things are done: a day of the timeline, and a part of that day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day, from 0.
    pub day: u32,
    /// The part of the day, from 0.
    pub slot: u8,
}

impl Moment {
    /// How many parts a day has.
    pub const SLOTS: usize = SLOTS.len();

    /// The next part of the day, or the first one of the next working day; the last one before `end` stays.
    pub fn later(self, first: Date, end: u32) -> Self {
        let slot = self.slot + 1;
        if usize::from(slot) < SLOTS.len() {
            return Self { slot, ..self };
        }
        let next = (self.day + 1..end).find(|day| working_day(first, *day, end) == *day);
        next.map_or(self, |day| Self { day, slot: 0 })
    }

    /// The instant, on a timeline whose day 0 is `first`.
    pub fn at(self, first: Date) -> Timestamp {
        let slot = i64::from(self.slot);
        let minutes = SLOTS[usize::from(self.slot) % SLOTS.len()]
            + (i64::from(self.day) * 7 + slot * 11) % LATER;
        let midnight = date(first, self.day).to_zoned(TimeZone::UTC);
        midnight.map_or(Timestamp::MAX, |midnight| {
            midnight
                .saturating_add(Span::new().minutes(minutes))
                .timestamp()
        })
    }
}

/// The date of a day.
pub fn date(first: Date, day: u32) -> Date {
    first.saturating_add(Span::new().days(day))
}

/// The working day nearest to a day, and before `end`.
pub fn working_day(first: Date, day: u32, end: u32) -> u32 {
    let moved = match date(first, day).weekday() {
        Weekday::Saturday => day.saturating_sub(1),
        Weekday::Sunday if day + 1 < end => day + 1,
        Weekday::Sunday => day.saturating_sub(2),
        _ => day,
    };
    moved.min(end.saturating_sub(1))
}

/// Who waits for which moment.
pub struct Timeline {
    state: Mutex<State>,
    all_wait: Notify,
    at_once: Arc<Semaphore>,
}

#[derive(Default)]
struct State {
    now: Option<Moment>,
    working: usize,
    waiting: BTreeMap<Moment, Vec<oneshot::Sender<()>>>,
}

impl Timeline {
    /// A timeline on which so many act at the same time.
    pub fn new(at_once: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            all_wait: Notify::new(),
            at_once: Arc::new(Semaphore::new(at_once)),
        })
    }

    /// A place for somebody who acts from now on.
    pub fn seat(self: &Arc<Self>) -> Seat {
        self.state().working += 1;
        Seat {
            timeline: self.clone(),
            permit: None,
            waits: false,
        }
    }

    /// Returns when nobody acts.
    pub async fn all_wait(&self) {
        loop {
            let told = self.all_wait.notified();
            if self.state().working == 0 {
                return;
            }
            told.await;
        }
    }

    /// The next moment that somebody waits for.
    pub fn next(&self) -> Option<Moment> {
        self.state().waiting.keys().next().copied()
    }

    /// Lets a moment come.
    pub fn come(&self, moment: Moment) {
        let mut state = self.state();
        state.now = Some(moment);
        while let Some(entry) = state.waiting.first_entry() {
            if *entry.key() > moment {
                return;
            }
            for waiting in entry.remove() {
                if waiting.send(()).is_ok() {
                    state.working += 1;
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rests(&self, state: &mut State) {
        state.working -= 1;
        if state.working == 0 {
            self.all_wait.notify_waiters();
        }
    }
}

/// Somebody's place on the timeline. Dropped, they have done all they do.
pub struct Seat {
    timeline: Arc<Timeline>,
    permit: Option<OwnedSemaphorePermit>,
    waits: bool,
}

impl Seat {
    /// Waits for a moment, and then for a turn.
    pub async fn wait_for(&mut self, moment: Moment) {
        let woken = {
            let mut state = self.timeline.state();
            if state.now.is_some_and(|now| moment <= now) {
                None
            } else {
                let (wake, woken) = oneshot::channel();
                state.waiting.entry(moment).or_default().push(wake);
                self.timeline.rests(&mut state);
                Some(woken)
            }
        };
        if let Some(woken) = woken {
            (self.permit, self.waits) = (None, true);
            woken.await.ok();
            self.waits = false;
        }
        if self.permit.is_none() {
            self.permit = self.timeline.at_once.clone().acquire_owned().await.ok();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // Whoever is dropped while they wait is not counted among those who act.
        if !self.waits {
            self.timeline.rests(&mut self.timeline.state());
        }
    }
}
