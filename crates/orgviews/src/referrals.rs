//! Referrals that the caller's organisation sent or was sent, each with what was recorded about it.
//!
//! State and lateness are told from the facts that the caller may see, and from nothing else.

use casework::{
    disclosure::Disclosed,
    fact::{About, Content, Identity},
    ids::{EventId, FactId, OrganisationId, PersonId, ReferralId},
};
use jiff::Timestamp;

use crate::{
    Cursor, Error, Page, Paged, Reader, Shown, cases,
    error::sqlite,
    fact_row::Bytes,
    reader::{LOOK_AT_MOST, Look},
};

/// Which way a referral goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Direction {
    /// To the caller's organisation.
    In = 1,
    /// From the caller's organisation.
    Out = 2,
}

impl Direction {
    /// Which way a referral goes for an organisation; none, where it is between others, whom it may be shown to all
    /// the same.
    pub(crate) fn of(
        organisation: &OrganisationId,
        from: &OrganisationId,
        to: &OrganisationId,
    ) -> Option<Self> {
        if from == organisation {
            Some(Direction::Out)
        } else {
            (to == organisation).then_some(Direction::In)
        }
    }
}

/// How far a referral has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// Nobody has answered.
    Open = 1,
    /// The service accepted.
    Accepted = 2,
    /// The service declined.
    Declined = 3,
}

/// Which referrals are wanted; all of them, where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that go this way.
    pub direction: Option<Direction>,
    /// Only those that have come this far.
    pub state: Option<State>,
}

/// A referral as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// The referral.
    pub id: ReferralId,
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
    /// The time by which an answer is due.
    pub answer_by: Timestamp,
    /// As it was raised, what was recorded about it since, and its answer, oldest first.
    pub facts: Vec<Shown>,
    /// The last event on it that the caller may see: an answer names it.
    pub last_event: EventId,
}

impl Reader {
    /// A page of referrals, the one that was raised last first.
    ///
    /// A page may hold fewer entries than it could and yet give a place to go on from.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn referrals(
        &self,
        now: Timestamp,
        filter: &Filter,
        page: &Page,
    ) -> Result<Paged<Referral>, Error> {
        Ok(self
            .look(now, |look| list(look, filter, page))?
            .unwrap_or_default())
    }
}

fn list(look: &Look<'_>, filter: &Filter, page: &Page) -> Result<Paged<Referral>, Error> {
    let failed = sqlite("listing referrals");
    // A listed state is everybody's; where it depends on who looks, none is listed, and only the facts tell.
    let select = format!(
        "SELECT place, person, referral FROM referrals
         WHERE place < ?1 AND (?2 IS NULL OR direction = ?2) AND (?3 IS NULL OR state IS NULL OR state = ?3)
         ORDER BY place DESC LIMIT {LOOK_AT_MOST}"
    );
    let mut select = look.rows.prepare_cached(&select).map_err(&failed)?;
    let (direction, state) = (
        filter.direction.map(|d| d as i64),
        filter.state.map(|s| s as i64),
    );
    let mut rows = select
        .query((page.below(), direction, state))
        .map_err(&failed)?;
    let (mut found, mut last, mut looked_at): (Vec<Referral>, Option<Cursor>, usize) =
        (Vec::new(), None, 0);
    while let Some(row) = rows.next().map_err(&failed)? {
        looked_at += 1;
        let person = row.get::<_, Bytes>(1).map_err(&failed)?.person();
        let referral = row.get::<_, Bytes>(2).map_err(&failed)?.referral();
        let thread = thread(look, person, referral)?;
        let wanted = |thread: &Thread| filter.state.is_none_or(|state| thread.state() == state);
        let thread = thread.filter(wanted);
        if let Some((thread, direction)) = thread.and_then(Thread::with_direction) {
            if found.len() == page.size {
                return Ok((found, last));
            }
            found.push(thread.shown(look, person, direction)?);
        }
        last = Some(row.get(0).map_err(&failed)?);
    }
    Ok((found, last.filter(|_| looked_at == LOOK_AT_MOST)))
}

/// What the caller may see of one referral, of which they may see at least how it was raised.
pub(crate) struct Thread {
    pub(crate) referral: ReferralId,
    /// None, where it is between others.
    pub(crate) direction: Option<Direction>,
    pub(crate) raised: Shown,
    answer_by: Timestamp,
    /// Everything, oldest first.
    facts: Vec<Shown>,
}

/// The referrals about a person, in no order.
pub(crate) fn threads(look: &Look<'_>, person: PersonId) -> Result<Vec<Thread>, Error> {
    let all = look.all(
        "person = ?2 AND kind = 'referral'",
        "place",
        &[&Bytes::from(person)],
    )?;
    let mut by_referral: std::collections::BTreeMap<ReferralId, Vec<Shown>> = Default::default();
    for shown in all {
        if let About::Referral { referral } = shown.disclosed.fact.about {
            by_referral.entry(referral).or_default().push(shown);
        }
    }
    Ok(by_referral
        .into_iter()
        .filter_map(|(referral, facts)| Thread::of(look, referral, facts))
        .collect())
}

fn thread(
    look: &Look<'_>,
    person: PersonId,
    referral: ReferralId,
) -> Result<Option<Thread>, Error> {
    let values: [&dyn rusqlite::ToSql; 2] = [&Bytes::from(person), &Bytes::from(referral)];
    let facts = look.all(
        "person = ?2 AND kind = 'referral' AND referral = ?3",
        "place",
        &values,
    )?;
    Ok(Thread::of(look, referral, facts))
}

impl Thread {
    fn of(look: &Look<'_>, referral: ReferralId, mut facts: Vec<Shown>) -> Option<Thread> {
        facts.sort_by_key(|shown| recording_order(&shown.disclosed));
        let (raised, direction, answer_by) =
            facts
                .iter()
                .find_map(|shown| match &shown.disclosed.fact.content {
                    Content::Referral {
                        from,
                        to,
                        answer_by,
                        ..
                    } => {
                        let direction = Direction::of(look.caller.organisation(), from, to);
                        Some((shown.clone(), direction, *answer_by))
                    }
                    _ => None,
                })?;
        Some(Thread {
            referral,
            direction,
            raised,
            answer_by,
            facts,
        })
    }

    /// How far it has come.
    pub(crate) fn state(&self) -> State {
        let answer = |shown: &Shown| match shown.disclosed.fact.content {
            Content::Accepted { .. } => Some(State::Accepted),
            Content::Declined { .. } => Some(State::Declined),
            _ => None,
        };
        self.facts.iter().find_map(answer).unwrap_or(State::Open)
    }

    fn with_direction(self) -> Option<(Thread, Direction)> {
        self.direction.map(|direction| (self, direction))
    }

    fn shown(
        self,
        look: &Look<'_>,
        person: PersonId,
        direction: Direction,
    ) -> Result<Referral, Error> {
        let state = self.state();
        let recorded = self
            .facts
            .iter()
            .any(|shown| matches!(shown.disclosed.fact.content, Content::Overdue { .. }));
        let last = self.facts.last().unwrap_or(&self.raised);
        Ok(Referral {
            id: self.referral,
            person,
            identity: cases::identity(look, person)?,
            direction,
            state,
            overdue: state == State::Open && (recorded || self.answer_by <= look.now),
            answer_by: self.answer_by,
            last_event: last.disclosed.id.event,
            facts: self.facts,
        })
    }
}

/// Sorts facts as they were recorded, also where two events on a referral share a millisecond: it is raised, then
/// late, then answered.
pub(crate) fn recording_order(disclosed: &Disclosed) -> (Timestamp, u8, FactId) {
    let rank = match disclosed.fact.content {
        Content::Referral { .. } => 0,
        Content::Overdue {
            escalated: false, ..
        } => 1,
        Content::Overdue {
            escalated: true, ..
        } => 2,
        _ => 3,
    };
    (disclosed.at, rank, disclosed.id)
}
