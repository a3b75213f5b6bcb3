//! What a commit says of who read about somebody. An organisation's readings go into its own file, and no other.

use casestore::{Error, Stream, Streams};
use casework::{
    event::Event,
    ids::{EventId, OrganisationId, PersonId},
    reading::{ReadingEvent, Readings},
};
use eventlog::{Commit, EventLog, Position, Version};
use jiff::Timestamp;
use orgviews::{Change, Halted, readings::Reading};

use crate::{
    effects::{self, Effects},
    standing::{Trouble, UNREADABLE},
};

/// How many commits of a stream are read at a time.
const PAGE: usize = 256;

/// A reading, and whose file it goes into.
pub(crate) struct Read {
    pub(crate) organisation: OrganisationId,
    pub(crate) person: PersonId,
    pub(crate) id: EventId,
    pub(crate) reading: Reading,
    pub(crate) at: Timestamp,
}

/// What a commit says of readings.
#[derive(Default)]
pub(crate) struct Found {
    /// The readings.
    pub(crate) readings: Vec<Read>,
    /// Whose readings need a key that is not there, and why it is not, as a stable code.
    pub(crate) halted: Option<(PersonId, &'static str)>,
}

/// The readings of a commit; none where it is of another sort. One that cannot be read is passed over: it shows nothing
/// and hides nothing, and what is known of the person must not wait for it. Those of somebody who was erased are gone with
/// them.
///
/// # Errors
/// Where the keys cannot be reached.
pub(crate) async fn of_commit(
    streams: &Streams<Readings>,
    commit: &Commit,
) -> Result<Found, Error> {
    let (person, events) = match streams.of_commit(commit).await.map_err(Trouble::from) {
        Ok(Some(found)) => found,
        Ok(None) | Err(Trouble::Erased) => return Ok(Found::default()),
        Err(Trouble::Elsewhere(error)) => return Err(error),
        Err(Trouble::Halt(reason)) => {
            let position = commit.position.0;
            tracing::error!(position, reason, "a reading cannot be read");
            let person = Readings::id(&commit.stream);
            return Ok(Found {
                readings: Vec::new(),
                halted: person
                    .filter(|_| reason != UNREADABLE)
                    .map(|person| (person, reason)),
            });
        }
    };
    let read = |event: Event<ReadingEvent>| {
        let ReadingEvent::PageRead { page, quarter } = event.what;
        Read {
            organisation: event.by.organisation,
            person,
            id: event.id,
            reading: Reading {
                worker: event.by.worker,
                role: event.by.role,
                page,
                quarter,
                at: event.recorded_at,
            },
            at: event.recorded_at,
        }
    };
    Ok(Found {
        readings: events.into_iter().map(read).collect(),
        halted: None,
    })
}

impl effects::Reading<'_> {
    /// An organisation's own readings go into its file. It has one: it was shown what it read.
    pub(crate) async fn readings(
        &self,
        commit: &Commit,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        let found = of_commit(&self.sources.readings, commit).await?;
        // What is known of them is under the same key, and waits with what was read.
        let position = commit.position.0;
        let halted = found
            .halted
            .filter(|(person, _)| !self.halted.contains_key(person));
        effects.halted.extend(halted.map(|(person, reason)| Halted {
            person,
            position,
            reason: reason.to_owned(),
        }));
        self.take_in(found.readings, effects);
        Ok(())
    }

    /// Each reading goes into the file of the organisation whose worker read.
    pub(crate) fn take_in(&self, readings: Vec<Read>, effects: &mut Effects) {
        for read in readings {
            let change = (read.person, Change::Read(read.id, read.reading), read.at);
            if self.aside == Some(&read.organisation) {
                effects.aside.push(change.clone());
            }
            let changes = effects.files.entry(read.organisation).or_default();
            changes.push(change);
        }
    }
}

/// Everything that was read about a person up to a position, for somebody whose readings may have been passed over. What
/// stands behind a damaged commit stays away until the file is made anew.
///
/// # Errors
/// Where the log or the keys cannot be reached.
pub(crate) async fn of_person(
    log: &dyn EventLog,
    streams: &Streams<Readings>,
    person: PersonId,
    up_to: Position,
) -> Result<Vec<Read>, Error> {
    let (mut readings, mut after) = (Vec::new(), Version::EMPTY);
    loop {
        let commits = match log.read_stream(&Readings::name(&person), after, PAGE).await {
            Err(eventlog::Error::Corrupt(_)) => return Ok(readings),
            read => read?,
        };
        let Some(last) = commits.last() else {
            return Ok(readings);
        };
        after = last.last_version();
        for commit in commits.iter().filter(|one| one.position <= up_to) {
            readings.extend(of_commit(streams, commit).await?.readings);
        }
    }
}
