//! Records who opens what about a person, before it is shown. Internal: offered to views alone.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use api::internal::RecordReadingRequest;
use casework::{
    event::By,
    reading::{Page, quarter},
    refusal::{Code, Refusal},
};
use uuid::Uuid;

use crate::{Cases, call::person, error::Error};

/// How many readings of a quarter of an hour are remembered: enough for 1,000 organisations at work.
const REMEMBERED_MAX: usize = 100_000;

/// The readings of this quarter of an hour that are known to be durable, so that the same page is recorded once. What
/// is forgotten is recorded again under the same id, and counts as one all the same.
#[derive(Default)]
pub struct Remembered(Mutex<(i64, HashSet<Uuid>)>);

impl Remembered {
    fn holds(&self, of: i64, id: Uuid) -> bool {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.0 == of && held.1.contains(&id)
    }

    fn remember(&self, of: i64, id: Uuid) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.0 != of || held.1.len() >= REMEMBERED_MAX {
            *held = (of, HashSet::new());
        }
        held.1.insert(id);
    }
}

/// Records a reading, unless this quarter of an hour has it.
pub(crate) async fn record(cases: &Cases, request: RecordReadingRequest) -> Result<(), Error> {
    let person = person(&request.person_id)?;
    let by = By {
        organisation: api::types::id("organisation", &request.organisation)?,
        worker: api::types::worker("worker", &request.worker)?,
        role: api::types::id("role", &request.role)?,
    };
    let page = Page::named(&request.page).ok_or(Refusal::of(Code::ChoiceMissing, "page"))?;
    let now = cases.clock.now();
    let of = quarter(now);
    let id = cases.readings.reading_id(person, &by, page, of);
    if cases.remembered.holds(of, id) {
        return Ok(());
    }
    cases.readings.record(person, &by, page, now).await?;
    cases.remembered.remember(of, id);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> Uuid {
        Uuid::from_u128(number as u128)
    }

    #[test]
    fn a_reading_is_remembered_for_its_quarter_of_an_hour() {
        let remembered = Remembered::default();
        remembered.remember(7, id(1));
        remembered.remember(7, id(2));
        assert!(remembered.holds(7, id(1)) && remembered.holds(7, id(2)));
        assert!(!remembered.holds(7, id(3)) && !remembered.holds(8, id(1)));
        remembered.remember(8, id(3));
        assert!(remembered.holds(8, id(3)) && !remembered.holds(8, id(1)));
    }

    #[test]
    fn no_more_are_remembered_than_there_is_room_for() {
        let remembered = Remembered::default();
        for number in 0..=REMEMBERED_MAX {
            remembered.remember(7, id(number));
        }
        assert!(remembered.holds(7, id(REMEMBERED_MAX)) && !remembered.holds(7, id(0)));
    }
}
