//! Safeguarding concerns, each with what was recorded about it. Only its author and the safeguarding leads find one.

use casework::{
    concern::Told as Said,
    fact::Content,
    ids::{ConcernId, EventId, PersonId},
};
use jiff::Timestamp;

use crate::{
    Error, Page, Paged, Reader, Shown,
    threads::{self, Listing, Only, Thread, Told, Wanted},
    work::{Kind, Waiting, Whose},
};

/// How far a concern has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// It is being dealt with.
    Open = 1,
    /// It was closed.
    Closed = 2,
}

/// A concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The concern.
    pub id: ConcernId,
    /// The person.
    pub person: PersonId,
    /// How far it has come.
    pub state: State,
    /// Whether anybody is recorded as told.
    pub told: bool,
    /// Whether the time to tell somebody has passed without anybody being told.
    pub overdue: bool,
    /// By when somebody has to be told.
    pub tell_by: Timestamp,
    /// As it was raised, and what was recorded about it since, oldest first.
    pub facts: Vec<Shown>,
    /// The last event on it: whoever closes it names it.
    pub last_event: EventId,
}

impl Reader {
    /// A page of concerns, the one that was raised last first; of any state, where none is given.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn concerns(
        &self,
        now: Timestamp,
        wanted: Option<State>,
        only: Only,
        page: &Page,
    ) -> Result<Paged<Concern>, Error> {
        let kind = Wanted {
            only,
            kind: KIND,
            side: None,
            state: wanted.map(|state| state as i64),
        };
        let list = self.look(now, |look| {
            threads::list(look, &kind, page, |thread| {
                let concern = shown(now, thread);
                let fits = |concern: &Concern| wanted.is_none_or(|state| concern.state == state);
                Ok(concern.filter(fits))
            })
        })?;
        Ok(list.unwrap_or_default())
    }
}

const KIND: &str = "concern";
/// A concern has one side: it never leaves its organisation.
const OURS: i64 = 1;

/// How a concern is listed.
pub(crate) fn listing(told: &[Told]) -> Option<Listing> {
    let raised = |told: &&Told| {
        let content = &told.fact.content;
        matches!(content, Content::Concern(Said::Raised { .. }))
    };
    let contents = told.iter().map(|told| &told.fact.content);
    Some(Listing {
        began_at_ms: told.iter().find(raised)?.at_ms,
        side: OURS,
        state: Come::of(contents).state() as i64,
    })
}

/// Until it is closed; by a certain time until somebody was told.
pub(crate) fn waiting<'a>(contents: impl Iterator<Item = &'a Content>) -> Option<Waiting> {
    let come = Come::of(contents);
    let tell_by = come.tell_by?;
    (!come.closed).then_some(Waiting {
        kind: Kind::Concern,
        whose: Whose::Safeguarding,
        due: (!come.told).then_some(tell_by),
        within: None,
        urgent: false,
    })
}

/// How far a concern has come, by what was recorded about it.
#[derive(Clone, Copy, Default)]
struct Come {
    tell_by: Option<Timestamp>,
    told: bool,
    overdue: bool,
    closed: bool,
}

impl Come {
    fn of<'a>(contents: impl Iterator<Item = &'a Content>) -> Self {
        contents.fold(Come::default(), |come, content| match content {
            Content::Concern(Said::Raised { tell_by, .. }) => Come {
                tell_by: Some(*tell_by),
                ..come
            },
            Content::Concern(Said::SomebodyTold { .. }) => Come { told: true, ..come },
            Content::Concern(Said::Overdue { .. }) => Come {
                overdue: true,
                ..come
            },
            Content::Concern(Said::Closed { .. }) => Come {
                closed: true,
                ..come
            },
            _ => come,
        })
    }

    fn state(self) -> State {
        if self.closed {
            State::Closed
        } else {
            State::Open
        }
    }
}

fn shown(now: Timestamp, thread: Thread) -> Option<Concern> {
    let come = Come::of(thread.contents());
    let tell_by = come.tell_by?;
    let waits = !come.told && !come.closed;
    Some(Concern {
        id: ConcernId(thread.thing),
        person: thread.person,
        state: come.state(),
        told: come.told,
        overdue: waits && (come.overdue || tell_by <= now),
        tell_by,
        last_event: thread.last_event(),
        facts: thread.facts,
    })
}
