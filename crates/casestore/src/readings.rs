//! Readings: appended without looking at what the stream holds, and read commit by commit.

use casework::{
    event::{By, Event},
    ids::{EventId, PersonId},
    reading::{Page, ReadingEvent, Readings, quarter},
};
use eventlog::{Commit, Expected, NewCommit, Position};
use jiff::Timestamp;
use keyring::KeyState;
use uuid::Uuid;

use crate::{
    codec::{self, Stamp},
    error::Error,
    stream::Stream,
    streams::Streams,
};

/// How often a reading is appended again with a later time.
const TRIES: usize = 5;

impl Streams<Readings> {
    /// Records that a worker opens a page, durable when this returns. Its id depends on the worker, the page and the
    /// quarter of an hour alone, so that whoever finds it twice knows it for one reading.
    ///
    /// # Errors
    /// Where the log or the keys fail; [`Error::Erased`] where the person was erased, and [`Error::KeyUnknown`] where
    /// there is no such person: no key is made for whom nothing is known of.
    pub async fn record(
        &self,
        person: PersonId,
        by: &By,
        page: Page,
        now: Timestamp,
    ) -> Result<Position, Error> {
        let key = Readings::marks_key(&person);
        match self.keys.find(key.clone()).await? {
            KeyState::Live(_) => {}
            KeyState::Erased => return Err(Error::Erased),
            KeyState::Unknown => return Err(Error::KeyUnknown(key)),
        }
        let id = self.reading_id(person, by, page, quarter(now));
        let stamp = Stamp {
            command_id: id,
            digest: [0; 32],
        };
        let name = Readings::name(&person);
        let mut at = now;
        for _ in 0..TRIES {
            let event = Event {
                id: EventId(id),
                recorded_at: at,
                by: by.clone(),
                what: ReadingEvent::PageRead {
                    page,
                    quarter: quarter(now),
                },
                facts: Vec::new(),
            };
            let record =
                codec::seal::<Readings>(&*self.keys, &person, &name, &event, stamp).await?;
            let commit = NewCommit::new(vec![record]).map_err(eventlog::Error::from)?;
            match self.log.append(&name, Expected::Any, commit).await {
                Ok(appended) => return Ok(appended.position),
                // Somebody whose clock is ahead read before us.
                Err(eventlog::Error::ClockWentBack { last_ms, .. }) => {
                    at = Timestamp::from_millisecond(last_ms).unwrap_or(at);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Contended)
    }

    /// The id of a reading.
    pub fn reading_id(&self, person: PersonId, by: &By, page: Page, quarter: i64) -> Uuid {
        let text = format!(
            "{person} {} {} {} {quarter}",
            by.organisation,
            by.worker,
            page.as_str()
        );
        let digest = self
            .keys
            .secrets()
            .request_digest("Reading", text.as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        Uuid::new_v8(first)
    }

    /// The readings of a commit; none where it is of another sort.
    ///
    /// # Errors
    /// Where the keys fail, or an event cannot be read.
    pub async fn of_commit(
        &self,
        commit: &Commit,
    ) -> Result<Option<(PersonId, Vec<Event<ReadingEvent>>)>, Error> {
        let Some(person) = Readings::id(&commit.stream) else {
            return Ok(None);
        };
        let mut events = Vec::with_capacity(commit.records.len());
        for record in &commit.records {
            events.push(
                codec::open::<Readings>(&*self.keys, &person, record)
                    .await?
                    .0,
            );
        }
        Ok(Some((person, events)))
    }
}
