//! Requests to join a case that the caller's organisation sent or was sent, each with what was recorded about it.

use casework::{
    fact::{Content, Identity},
    ids::{EventId, JoinRequestId, OrganisationId, PersonId},
    joining::Told as Said,
    life::Told as Life,
};
use jiff::Timestamp;

use crate::{
    Error, Page, Paged, Reader, Shown, cases,
    reader::Look,
    referrals::Direction,
    threads::{self, Listing, Only, Thread, Told, Wanted},
    work::{Kind, Waiting, Whose},
};

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// Nobody has answered.
    Open = 1,
    /// The organisation was let in.
    Accepted = 2,
    /// The organisation was turned away.
    Declined = 3,
    /// The organisation joined at once, with the person present.
    Joined = 4,
    /// The case ended before anybody had answered.
    Ended = 5,
}

/// Which requests are wanted; all of them, where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that go this way.
    pub direction: Option<Direction>,
    /// Only those that have come this far.
    pub state: Option<State>,
    /// Only these.
    pub only: Only,
}

/// A request as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// The request.
    pub id: JoinRequestId,
    /// The person; none for whoever asked and has not been let in.
    pub person: Option<PersonId>,
    /// Who the person is, where the caller may see it.
    pub identity: Option<Identity>,
    /// Which way it goes.
    pub direction: Direction,
    /// How far it has come.
    pub state: State,
    /// Whether the time to answer has passed without an answer.
    pub overdue: bool,
    /// The time by which an answer is due; none where none was waited for.
    pub answer_by: Option<Timestamp>,
    /// The request, what was recorded about it since, and its answer, oldest first.
    pub facts: Vec<Shown>,
    /// The last event on it that the caller may see: an answer names it.
    pub last_event: EventId,
}

impl Reader {
    /// A page of requests to join, the one that began last first.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn join_requests(
        &self,
        now: Timestamp,
        filter: &Filter,
        page: &Page,
    ) -> Result<Paged<JoinRequest>, Error> {
        let wanted = Wanted {
            only: filter.only,
            kind: KIND,
            side: filter.direction.map(|direction| direction as i64),
            state: filter.state.map(|state| state as i64),
        };
        let list = self.look(now, |look| {
            threads::list(look, &wanted, page, |thread| {
                let fits = filter
                    .state
                    .is_none_or(|state| self::state(thread.contents()) == state);
                if fits { shown(look, thread) } else { Ok(None) }
            })
        })?;
        Ok(list.unwrap_or_default())
    }
}

const KIND: &str = "join-request";

/// How a request is listed.
pub(crate) fn listing(organisation: &OrganisationId, told: &[Told]) -> Option<Listing> {
    let began = |told: &Told| {
        let (from, to, _) = began(&told.fact.content)?;
        Some((told.at_ms, Direction::of(organisation, from, to)?))
    };
    let (began_at_ms, direction) = told.iter().find_map(began)?;
    Some(Listing {
        began_at_ms,
        side: direction as i64,
        state: state(told.iter().map(|told| &told.fact.content)) as i64,
    })
}

/// Who asks whom, and by when an answer is due.
fn began(content: &Content) -> Option<(&OrganisationId, &OrganisationId, Option<Timestamp>)> {
    match content {
        Content::Joining(Said::Asked {
            from,
            to,
            answer_by,
            ..
        }) => Some((from, to, Some(*answer_by))),
        Content::Joining(Said::Joined { from, to, .. }) => Some((from, to, None)),
        _ => None,
    }
}

/// A request to join waits for whoever leads the case.
pub(crate) fn waiting<'a>(
    organisation: &OrganisationId,
    mut contents: impl Iterator<Item = &'a Content> + Clone,
) -> Option<Waiting> {
    if state(contents.clone()) != State::Open {
        return None;
    }
    let all = contents.clone();
    let (_, to, answer_by) = contents.find_map(began)?;
    (to == organisation).then(|| Waiting {
        kind: Kind::JoinRequest,
        whose: Whose::Lead,
        due: answer_by.map(|due| crate::life::answer_by(all, due)),
        within: None,
        urgent: false,
    })
}

/// How far a request has come, by what was recorded about it.
fn state<'a>(mut contents: impl Iterator<Item = &'a Content>) -> State {
    let answer = |content: &Content| match content {
        Content::Joining(Said::Accepted { .. }) => Some(State::Accepted),
        Content::Joining(Said::Declined { .. }) => Some(State::Declined),
        Content::Joining(Said::Joined { .. }) => Some(State::Joined),
        Content::Life(Life::AskEnded { .. }) => Some(State::Ended),
        _ => None,
    };
    contents.find_map(answer).unwrap_or(State::Open)
}

fn shown(look: &Look<'_>, thread: Thread) -> Result<Option<JoinRequest>, Error> {
    let Some((from, to, answer_by)) = thread.contents().find_map(began) else {
        return Ok(None);
    };
    let Some(direction) = Direction::of(look.caller.organisation(), from, to) else {
        return Ok(None);
    };
    // A pause moves it on.
    let moved = |content: &Content| match content {
        Content::Life(Life::AnswerByMoved { answer_by }) => Some(*answer_by),
        _ => None,
    };
    let answer_by = thread.contents().filter_map(moved).last().or(answer_by);
    let state = state(thread.contents());
    let recorded = thread
        .contents()
        .any(|content| matches!(content, Content::Joining(Said::Overdue { .. })));
    let passed = recorded || answer_by.is_some_and(|answer_by| answer_by <= look.now);
    // Until they are let in, whoever asks is given nothing by which the person could be named elsewhere.
    let waits = direction == Direction::Out && !matches!(state, State::Accepted | State::Joined);
    Ok(Some(JoinRequest {
        id: JoinRequestId(thread.thing),
        person: (!waits).then_some(thread.person),
        identity: cases::identity(look, thread.person)?,
        direction,
        state,
        overdue: state == State::Open && passed,
        answer_by,
        last_event: thread.last_event(),
        facts: thread.facts,
    }))
}
