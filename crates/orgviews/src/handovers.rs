//! Handovers that the caller's organisation offered or was offered, each with what was recorded about it; and who leads.

use casework::{
    fact::{Content, Identity},
    handover::{Offer, To, Told as Words},
    ids::{EventId, HandoverId, OrganisationId, PersonId, WorkerId},
};
use jiff::Timestamp;

use crate::{
    Error, Page, Paged, Reader, Shown, cases,
    reader::Look,
    threads::{self, Listing, Only, Thread, Told, Wanted},
    work::{Kind, Waiting, Whose},
};

/// Which way a handover goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Direction {
    /// To the caller's organisation.
    In = 1,
    /// From the caller's organisation.
    Out = 2,
    /// Between workers of the caller's organisation.
    Within = 3,
}

/// How far a handover has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// Nobody has answered.
    Open = 1,
    /// It was accepted.
    Accepted = 2,
    /// It was declined.
    Declined = 3,
    /// The sender took it back.
    Cancelled = 4,
    /// The locality's custodian took the case.
    Taken = 5,
}

/// Which handovers are wanted; all of them, where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that go this way.
    pub direction: Option<Direction>,
    /// Only those that have come this far.
    pub state: Option<State>,
    /// Only these.
    pub only: Only,
}

/// A handover as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The handover.
    pub id: HandoverId,
    /// The person.
    pub person: PersonId,
    /// Who the person is, where the caller may see it.
    pub identity: Option<Identity>,
    /// Which way it goes.
    pub direction: Direction,
    /// How far it has come.
    pub state: State,
    /// Whether the time to answer has passed without an answer.
    pub overdue: bool,
    /// The time by which an answer is due; none where a custodian took the case.
    pub answer_by: Option<Timestamp>,
    /// As it was offered, what was recorded about it since, and its answer, oldest first.
    pub facts: Vec<Shown>,
    /// The last event on it that the caller may see: an answer names it.
    pub last_event: EventId,
}

impl Reader {
    /// A page of handovers, the one that was offered last first.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn handovers(
        &self,
        now: Timestamp,
        filter: &Filter,
        page: &Page,
    ) -> Result<Paged<Handover>, Error> {
        let wanted = Wanted {
            only: filter.only,
            kind: KIND,
            side: filter.direction.map(|direction| direction as i64),
            state: filter.state.map(|state| state as i64),
        };
        let list = self.look(now, |look| {
            threads::list(look, &wanted, page, |thread| {
                let fits = |state| self::state(thread.contents()) == state;
                if filter.state.is_none_or(fits) {
                    shown(look, thread)
                } else {
                    Ok(None)
                }
            })
        })?;
        Ok(list.unwrap_or_default())
    }
}

const KIND: &str = "handover";

/// How a handover is listed.
pub(crate) fn listing(organisation: &OrganisationId, told: &[Told]) -> Option<Listing> {
    let began = |told: &Told| {
        let (direction, _) = began(organisation, &told.fact.content)?;
        Some((told.at_ms, direction))
    };
    let (began_at_ms, direction) = told.iter().find_map(began)?;
    Some(Listing {
        began_at_ms,
        side: direction as i64,
        state: state(told.iter().map(|told| &told.fact.content)) as i64,
    })
}

/// The handover of a person's case that waits for an answer, as it was offered; whether the caller's organisation is
/// asked.
pub(crate) fn open(look: &Look<'_>, person: PersonId) -> Result<Option<(Shown, bool)>, Error> {
    let threads = threads::of_person(look, person, KIND)?;
    let open = threads
        .iter()
        .filter(|thread| state(thread.contents()) == State::Open);
    let organisation = look.caller.organisation();
    let mut offers = open.filter_map(|thread| {
        thread.facts.iter().find_map(|shown| {
            let (direction, _) = began(organisation, &shown.disclosed.fact.content)?;
            Some((shown.clone(), direction == Direction::In))
        })
    });
    Ok(offers.next())
}

/// Who came to lead with each change of custody that the caller may see, with when it was recorded.
///
/// Who left is told of by the handover alone, where it may not see who takes part.
pub(crate) fn leads(
    look: &Look<'_>,
    person: PersonId,
) -> Result<Vec<(Timestamp, OrganisationId, WorkerId)>, Error> {
    let threads = threads::of_person(look, person, KIND)?;
    let facts = threads.into_iter().flat_map(|thread| thread.facts);
    let led = facts.filter_map(|shown| {
        let told = &shown.disclosed;
        match &told.fact.content {
            Content::Handover(Words::Accepted { worker, .. }) => {
                Some((told.at, told.by.organisation.clone(), worker.clone()))
            }
            Content::Handover(Words::Taken { to, worker, .. }) => {
                Some((told.at, to.clone(), worker.clone()))
            }
            _ => None,
        }
    });
    Ok(led.collect())
}

/// An offer waits for the colleague whom it names, or for the organisation that is asked.
pub(crate) fn waiting<'a>(
    organisation: &OrganisationId,
    mut contents: impl Iterator<Item = &'a Content> + Clone,
) -> Option<Waiting> {
    if state(contents.clone()) != State::Open {
        return None;
    }
    let all = contents.clone();
    let (whose, due) = contents.find_map(|content| {
        let Content::Handover(Words::Offered(offer)) = content else {
            return None;
        };
        let whose = match &offer.to {
            To::Worker { worker } if offer.from == *organisation => Whose::Worker(worker.clone()),
            To::Service {
                organisation: to, ..
            } if to == organisation => Whose::Organisation,
            To::Worker { .. } | To::Service { .. } => return None,
        };
        Some((whose, offer.answer_by))
    })?;
    Some(Waiting {
        kind: Kind::Handover,
        whose,
        due: Some(crate::life::answer_by(all, due)),
        within: None,
        urgent: false,
    })
}

/// How far a handover has come, by what was recorded about it.
fn state<'a>(mut contents: impl Iterator<Item = &'a Content>) -> State {
    let answer = |content: &Content| match content {
        Content::Handover(Words::Accepted { .. }) => Some(State::Accepted),
        Content::Handover(Words::Declined { .. }) => Some(State::Declined),
        Content::Handover(Words::Cancelled { .. }) => Some(State::Cancelled),
        Content::Handover(Words::Taken { .. }) => Some(State::Taken),
        // The case ended, and with it the offer.
        Content::Life(casework::life::Told::AskEnded { .. }) => Some(State::Cancelled),
        _ => None,
    };
    contents.find_map(answer).unwrap_or(State::Open)
}

/// Which way it goes, and when an answer is due; none where these words do not begin it, or it is between others.
fn began(
    organisation: &OrganisationId,
    content: &Content,
) -> Option<(Direction, Option<Timestamp>)> {
    let (from, to, answer_by) = match content {
        Content::Handover(Words::Offered(Offer {
            from,
            to: To::Service {
                organisation: to, ..
            },
            answer_by,
            ..
        })) => (from, to, Some(*answer_by)),
        Content::Handover(Words::Offered(offer)) => {
            (&offer.from, &offer.from, Some(offer.answer_by))
        }
        Content::Handover(Words::Taken { from, to, .. }) => (from, to, None),
        _ => return None,
    };
    let direction = match (from == organisation, to == organisation) {
        (true, true) => Direction::Within,
        (true, false) => Direction::Out,
        (false, true) => Direction::In,
        (false, false) => return None,
    };
    Some((direction, answer_by))
}

fn shown(look: &Look<'_>, thread: Thread) -> Result<Option<Handover>, Error> {
    let organisation = look.caller.organisation();
    let Some((direction, answer_by)) = thread
        .contents()
        .find_map(|content| began(organisation, content))
    else {
        return Ok(None);
    };
    let state = state(thread.contents());
    let recorded = thread
        .contents()
        .any(|content| matches!(content, Content::Handover(Words::Overdue { .. })));
    let answer_by = answer_by.map(|due| crate::life::answer_by(thread.contents(), due));
    let paused = crate::life::of(look, thread.person)?.is_paused();
    let late = !paused && (recorded || answer_by.is_some_and(|due| due <= look.now));
    Ok(Some(Handover {
        id: HandoverId(thread.thing),
        person: thread.person,
        identity: cases::identity(look, thread.person)?,
        direction,
        state,
        overdue: state == State::Open && late,
        answer_by,
        last_event: thread.last_event(),
        facts: thread.facts,
    }))
}
