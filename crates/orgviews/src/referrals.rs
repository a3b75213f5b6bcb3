//! Referrals that the caller's organisation sent or was sent, each with what was recorded about it.

use casework::{
    fact::{Content, Identity},
    ids::{EventId, OrganisationId, PersonId, ReferralId, ServiceId},
    life::Told,
    referral::{Source, Told as Followed},
};
use jiff::{Timestamp, civil::Date};

use crate::{
    Error, Page, Paged, Reader, Shown, cases, information, life,
    reader::Look,
    threads::{self, Listing, Only, Thread, Wanted},
    work::{Kind, Waiting, Whose},
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
    /// The service accepted, and no contact has been recorded yet.
    Accepted = 2,
    /// The service declined.
    Declined = 3,
    /// The case ended before it was answered, or while the service helped.
    Ended = 4,
    /// Whoever raised it took it back.
    Withdrawn = 5,
    /// The service has done what it could.
    Completed = 6,
    /// The service accepted, and has met or spoken to the person.
    InContact = 7,
}

/// Which referrals are wanted; all of them, where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that go this way.
    pub direction: Option<Direction>,
    /// Only those that have come this far.
    pub state: Option<State>,
    /// Only those that are urgent, or only those that are not.
    pub urgent: Option<bool>,
    /// Only these.
    pub only: Only,
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
    /// Whether it is urgent.
    pub urgent: bool,
    /// Whether the time to answer has passed without an answer.
    pub overdue: bool,
    /// The time by which an answer is due.
    pub answer_by: Timestamp,
    /// As it was raised, what was recorded about it since, and its answer, oldest first.
    pub facts: Vec<Shown>,
    /// The last event on it that the caller may see: whatever is done next names it.
    pub last_event: EventId,
    /// What the service asked about it, and was answered, oldest first.
    pub information: Vec<Shown>,
    /// The last event on that, where the caller's organisation is waited for: its answer names it.
    pub information_event: Option<EventId>,
    /// The others to the same service that it stands for: what is done to one is done to all.
    pub joined: Vec<ReferralId>,
    /// How it came, and on which day, where it came from outside.
    pub received: Option<(Source, Date)>,
    /// What else was offered to the person, where the caller may see it.
    pub options: Option<Shown>,
}

impl Referral {
    /// Whether the caller's organisation can do something about it: answer it, go on with it, take it back.
    pub fn is_to_go_on(&self) -> bool {
        match self.direction {
            Direction::In => matches!(self.state, State::Open | State::Accepted | State::InContact),
            Direction::Out => self.state == State::Open,
        }
    }
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
                let by_id = filter.only.thing.is_some();
                let found = if fits {
                    shown(look, thread, by_id)?
                } else {
                    None
                };
                Ok(found.filter(|one| filter.urgent.is_none_or(|urgent| one.urgent == urgent)))
            })
        })?;
        Ok(list.unwrap_or_default())
    }
}

const KIND: &str = "referral";

/// Which way a referral goes for an organisation, and when an answer is due; none where this is not how one began. What
/// came from outside goes to the service that wrote it down.
fn began(ours: &OrganisationId, content: &Content) -> Option<(Option<Direction>, Timestamp)> {
    match content {
        Content::Referral {
            from,
            to,
            answer_by,
            ..
        } => Some((Direction::of(ours, from, to), *answer_by)),
        Content::OnReferral(Followed::Received {
            organisation: to,
            answer_by,
            ..
        }) => Some(((to == ours).then_some(Direction::In), *answer_by)),
        _ => None,
    }
}

/// How a referral is listed.
pub(crate) fn listing(organisation: &OrganisationId, told: &[threads::Told]) -> Option<Listing> {
    let raised = |told: &threads::Told| {
        let (direction, _) = began(organisation, &told.fact.content)?;
        Some((told.at_ms, direction?))
    };
    let (began_at_ms, direction) = told.iter().find_map(raised)?;
    Some(Listing {
        began_at_ms,
        side: direction as i64,
        state: state(told.iter().map(|told| &told.fact.content)) as i64,
    })
}

/// The referrals about a person that have not been answered, as they were raised, and which way they go; those
/// between others go neither way, and nor does what came from outside: nobody is invited by it.
pub(crate) fn open(
    look: &Look<'_>,
    person: PersonId,
) -> Result<Vec<(Shown, Option<Direction>)>, Error> {
    let threads = threads::of_person(look, person, KIND)?;
    let open = threads
        .iter()
        .filter(|thread| state(thread.contents()) == State::Open);
    let raised = open.filter_map(|thread| {
        let (place, direction, _) = raised(look, thread)?;
        let asked = received(thread.contents()).is_none();
        let direction = direction.filter(|_| asked);
        Some((thread.facts.get(place)?.clone(), direction))
    });
    Ok(raised.collect())
}

/// The service answers a referral that was sent to it; whoever sent one that was not answered in time follows it up.
pub(crate) fn waiting<'a>(
    organisation: &OrganisationId,
    mut contents: impl Iterator<Item = &'a Content> + Clone,
) -> Option<Waiting> {
    if state(contents.clone()) != State::Open {
        return None;
    }
    let overdue = contents
        .clone()
        .any(|content| matches!(content, Content::Overdue { .. }));
    let all = contents.clone();
    contents.find_map(|content| {
        let (direction, answer_by) = began(organisation, content)?;
        let (kind, whose) = match direction? {
            Direction::In => (Kind::Referral, Whose::Organisation),
            Direction::Out if overdue => (Kind::ReferralUnanswered, Whose::Beginner),
            Direction::Out => return None,
        };
        Some(Waiting {
            kind,
            whose,
            due: Some(life::answer_by(all.clone(), answer_by)),
            within: None,
            urgent: is_urgent(all.clone()),
        })
    })
}

/// Whether a referral is urgent: somebody took a phone call about it.
fn is_urgent<'a>(mut contents: impl Iterator<Item = &'a Content>) -> bool {
    contents.any(|content| {
        matches!(
            content,
            Content::Referral {
                call_taken_by: Some(_),
                ..
            }
        )
    })
}

/// How far a referral has come, by what was recorded about it.
fn state<'a>(contents: impl Iterator<Item = &'a Content>) -> State {
    let answer = |content: &Content| match content {
        Content::Accepted { .. } => Some(State::Accepted),
        Content::Declined { .. } => Some(State::Declined),
        Content::OnReferral(Followed::Withdrawn { .. }) => Some(State::Withdrawn),
        Content::OnReferral(Followed::FirstContact { .. }) => Some(State::InContact),
        Content::OnReferral(Followed::Completed { .. }) => Some(State::Completed),
        Content::Life(Told::AskEnded { .. }) => Some(State::Ended),
        _ => None,
    };
    contents.filter_map(answer).last().unwrap_or(State::Open)
}

/// Where among a referral's facts it stands how it was raised, which way it goes, and when an answer is due.
fn raised(look: &Look<'_>, thread: &Thread) -> Option<(usize, Option<Direction>, Timestamp)> {
    let mut contents = thread.contents().enumerate();
    contents.find_map(|(place, content)| {
        let (direction, answer_by) = began(look.caller.organisation(), content)?;
        Some((place, direction, answer_by))
    })
}

/// How it came, and on which day, where it came from outside.
fn received<'a>(mut contents: impl Iterator<Item = &'a Content>) -> Option<(Source, Date)> {
    contents.find_map(|content| match content {
        Content::OnReferral(Followed::Received { source, on, .. }) => Some((source.clone(), *on)),
        _ => None,
    })
}

/// Those that are gone on with as one with this one, the first one first: for the service that was asked; else nothing.
fn joined(look: &Look<'_>, thread: &Thread) -> Result<Vec<Thread>, Error> {
    let Some(service) = service(look, thread) else {
        return Ok(Vec::new());
    };
    let mut all = threads::of_person(look, thread.person, KIND)?;
    all.retain(|other| self::service(look, other) == Some(service));
    all.sort_by_key(|one| {
        let first = one.facts.first();
        first.map(|shown| threads::recording_order(&shown.disclosed))
    });
    Ok(all)
}

/// Whether a thing is the first of those that it is joined with, or goes alone.
fn is_first(thread: &Thread, joined: &[Thread]) -> bool {
    joined
        .first()
        .is_none_or(|first| first.thing == thread.thing)
}

/// The service of the caller's organisation that is asked to help, or helps: whether it has accepted.
fn service(look: &Look<'_>, thread: &Thread) -> Option<(ServiceId, bool)> {
    let accepted = match state(thread.contents()) {
        State::Open => false,
        State::Accepted | State::InContact => true,
        State::Declined | State::Ended | State::Withdrawn | State::Completed => return None,
    };
    let ours = look.caller.organisation();
    thread.contents().find_map(|content| match content {
        Content::Referral { to, service, .. } if to == ours => Some((*service, accepted)),
        _ => None,
    })
}

/// What waits in a referral that is joined with others waits in the first of them, by the first answer-by time; whether
/// this one is the first.
pub(crate) fn waits_here(
    look: &Look<'_>,
    thread: &Thread,
    waiting: &mut Waiting,
) -> Result<bool, Error> {
    let joined = joined(look, thread)?;
    if !is_first(thread, &joined) {
        return Ok(false);
    }
    let ours = look.caller.organisation();
    for other in joined
        .iter()
        .filter_map(|one| self::waiting(ours, one.contents()))
    {
        waiting.due = waiting.due.min(other.due);
        waiting.urgent |= other.urgent;
    }
    Ok(true)
}

/// A referral with those that it is joined with: listed as the first one, found by the id of any.
fn shown(look: &Look<'_>, thread: Thread, by_id: bool) -> Result<Option<Referral>, Error> {
    let mut all = joined(look, &thread)?;
    if !is_first(&thread, &all) && !by_id {
        return Ok(None);
    }
    if all.is_empty() {
        all.push(thread);
    }
    let Some((first, Some((_, Some(direction), _)))) = all.first().map(|it| (it, raised(look, it)))
    else {
        return Ok(None);
    };
    let (id, person, state) = (first.thing, first.person, state(first.contents()));
    let times = all.iter().filter_map(|one| {
        let (.., answer_by) = raised(look, one)?;
        Some(life::answer_by(one.contents(), answer_by))
    });
    let Some(answer_by) = times.min() else {
        return Ok(None);
    };
    let recorded = |content: &Content| matches!(content, Content::Overdue { .. });
    let recorded = all.iter().any(|one| one.contents().any(recorded));
    let paused = state == State::Open && life::of(look, person)?.is_paused();
    let urgent = all.iter().any(|one| is_urgent(one.contents()));
    let things = all.iter().map(|one| ReferralId(one.thing));
    let joined = things.filter(|one| one.0 != id).collect();
    let (mut information, mut information_event) = (Vec::new(), None);
    for one in &all {
        if let Some((asked, ours)) = information::of_referral(look, person, ReferralId(one.thing))?
        {
            information_event = information_event.or(ours.then(|| asked.last_event()));
            information.extend(asked.facts);
        }
    }
    let options = threads::one(look, person, "referral-options", id)?;
    let facts = all.into_iter().flat_map(|one| one.facts).collect();
    let Some(thread) = Thread::of(person, id, facts) else {
        return Ok(None);
    };
    Ok(Some(Referral {
        id: ReferralId(id),
        person,
        identity: cases::identity(look, person)?,
        direction,
        state,
        urgent,
        overdue: state == State::Open && !paused && (recorded || answer_by <= look.now),
        answer_by,
        last_event: thread.last_event(),
        received: received(thread.contents()),
        facts: thread.facts,
        information,
        information_event,
        joined,
        options: options.and_then(|options| options.facts.into_iter().next()),
    }))
}
