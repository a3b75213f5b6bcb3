//! Actions across cases: what is overdue first, then by day. The person's own steps stand apart.

use casework::{
    action::Told as Said,
    calendar::LastDay,
    fact::{Content, Identity},
    ids::{ActionId, EventId, OrganisationId, PersonId, WorkerId},
    life::Told as Life,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    Cursor, Error, Page, Paged, Reader, Shown, cases, life,
    reader::Look,
    threads::{self, Listing, Only, Thread, Told, Wanted},
    work::{Kind, Waiting, Whose},
};

/// How far an action has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// It is a request that nobody has answered.
    Requested = 1,
    /// Somebody is to do it.
    Open = 2,
    /// The service that was asked does not do it.
    Declined = 3,
    /// It is done.
    Done = 4,
    /// It was called off.
    Cancelled = 5,
}

/// Which actions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this one, on whichever list it stands.
    pub action: Option<Uuid>,
    /// Only those of this person.
    pub person: Option<PersonId>,
    /// Only those that this organisation does or is asked to do.
    pub organisation: Option<OrganisationId>,
    /// Only those that this worker does.
    pub worker: Option<WorkerId>,
    /// Only those that have come this far.
    pub state: Option<State>,
    /// Only those to be done by this day.
    pub due_by: Option<Date>,
    /// Steps of people's own, in place of what organisations do.
    pub own_steps: bool,
}

/// An action as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The action.
    pub id: ActionId,
    /// The person.
    pub person: PersonId,
    /// Who the person is, where the caller may see it.
    pub identity: Option<Identity>,
    /// The organisation that does it or is asked to; none where it is the person's own step.
    pub organisation: Option<OrganisationId>,
    /// The worker who does it, where one has taken it on.
    pub worker: Option<WorkerId>,
    /// The day by which it is to be done; none where it is the person's own step.
    pub due: Option<Date>,
    /// How far it has come.
    pub state: State,
    /// Whether its day has passed, or the time to answer the request.
    pub overdue: bool,
    /// How it began and what was recorded about it since, oldest first.
    pub facts: Vec<Shown>,
    /// The last event on it that the caller may see.
    pub last_event: EventId,
}

impl State {
    /// Whether it is still to be done or answered.
    const fn is_to_come(self) -> bool {
        matches!(self, State::Requested | State::Open)
    }
}

impl Reader {
    /// A page of actions: what is overdue first, then by the day by which each is to be done, those without one last.
    ///
    /// # Errors
    /// Any [`Error`] of SQLite, and [`Error::Row`].
    pub fn actions(
        &self,
        now: Timestamp,
        filter: &Filter,
        page: &Page,
    ) -> Result<Paged<Action>, Error> {
        let wanted = Wanted {
            only: Only {
                thing: filter.action,
                person: filter.person,
            },
            kind: KIND,
            side: filter.action.is_none().then(|| side(filter.own_steps)),
            state: filter.state.map(|state| state as i64),
        };
        let list = self.look(now, |look| {
            let threads = match (filter.person, filter.action) {
                (Some(person), None) => threads::of_person(look, person, KIND)?,
                _ => threads::all(look, &wanted)?,
            };
            let shown = threads.into_iter().map(|thread| shown(look, thread));
            let shown: Vec<Option<Action>> = shown.collect::<Result<_, Error>>()?;
            let mut found: Vec<_> = shown
                .into_iter()
                .flatten()
                .filter(|action| fits(filter, action))
                .map(|action| (place(&action), action))
                .filter(|(place, _)| page.after.is_none_or(|after| *place > after))
                .collect();
            found.sort_by_key(|(place, _)| *place);
            let more = found.len() > page.size;
            found.truncate(page.size);
            let next = found.last().map(|(place, _)| *place).filter(|_| more);
            let mut actions = Vec::new();
            for (_, action) in found {
                let identity = cases::identity(look, action.person)?;
                actions.push(Action { identity, ..action });
            }
            Ok((actions, next))
        })?;
        Ok(list.unwrap_or_default())
    }
}

const KIND: &str = "action";

const fn side(own_steps: bool) -> i64 {
    if own_steps { 2 } else { 1 }
}

/// How an action is listed.
pub(crate) fn listing(told: &[Told]) -> Option<Listing> {
    let began = told.iter().find_map(|told| {
        let own_step = began(&told.fact.content)?.organisation.is_none();
        Some((told.at_ms, own_step))
    });
    let (began_at_ms, own_step) = began?;
    Some(Listing {
        began_at_ms,
        side: side(own_step),
        state: state(told.iter().map(|told| &told.fact.content)) as i64,
    })
}

/// A request waits for whoever is asked, and what is to be done for whoever does it. Nobody waits for a person's own step.
pub(crate) fn waiting<'a>(
    organisation: &OrganisationId,
    contents: impl Iterator<Item = &'a Content> + Clone,
) -> Option<Waiting> {
    let began = contents.clone().find_map(began)?;
    if began.organisation != Some(organisation) {
        return None;
    }
    let (kind, whose, due) = match state(contents.clone()) {
        State::Requested => {
            let due = began.answer_by.map(|by| life::answer_by(contents, by));
            (Kind::ActionRequest, Whose::Organisation, due)
        }
        State::Open => {
            let day = due(contents.clone(), &began).and_then(LastDay::on);
            let worker = worker(contents, &began)?;
            (
                Kind::Action,
                Whose::Worker(worker),
                day.map(|day| day.ends_at),
            )
        }
        State::Declined | State::Done | State::Cancelled => return None,
    };
    Some(Waiting {
        kind,
        whose,
        due,
        within: None,
        urgent: false,
    })
}

/// The day by which it is to be done, as a pause may have moved it on.
fn due<'a>(contents: impl Iterator<Item = &'a Content>, began: &Began<'_>) -> Option<Date> {
    let moved = contents.filter_map(|content| match content {
        Content::Life(Life::DueMoved { due }) => Some(*due),
        _ => None,
    });
    moved.last().or(began.due)
}

/// Who does it: whoever took it on last.
fn worker<'a>(contents: impl Iterator<Item = &'a Content>, began: &Began<'_>) -> Option<WorkerId> {
    let now_with = contents.filter_map(|content| match content {
        Content::Action(Said::Accepted { worker, .. } | Said::Reassigned { worker, .. }) => {
            Some(worker.clone())
        }
        _ => None,
    });
    now_with.last().or_else(|| began.worker.cloned())
}

/// What is still to be done or answered, as it began: what organisations do, and then the person's own steps.
pub(crate) fn to_come(look: &Look<'_>, person: PersonId) -> Result<[Vec<Shown>; 2], Error> {
    let threads = threads::of_person(look, person, KIND)?.into_iter();
    let actions = threads.map(|thread| shown(look, thread));
    let actions = actions.collect::<Result<Vec<_>, Error>>()?.into_iter();
    let mut open: Vec<_> = actions
        .flatten()
        .filter(|action| action.state.is_to_come())
        .collect();
    open.sort_by_key(place);
    let (own, theirs): (Vec<_>, Vec<_>) = open
        .into_iter()
        .partition(|action| action.organisation.is_none());
    let beginning = |action: Action| {
        let mut facts = action.facts.into_iter();
        facts.find(|shown| began(&shown.disclosed.fact.content).is_some())
    };
    Ok([theirs, own].map(|actions| actions.into_iter().filter_map(beginning).collect()))
}

/// Whether the caller's organisation is asked to do something about the person, and has not answered.
pub(crate) fn asked_of_us(look: &Look<'_>, person: PersonId) -> Result<bool, Error> {
    for thread in threads::of_person(look, person, KIND)? {
        let asked = shown(look, thread)?.is_some_and(|action| {
            action.state == State::Requested
                && action.organisation.as_ref() == Some(look.caller.organisation())
        });
        if asked {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How an action began.
struct Began<'a> {
    organisation: Option<&'a OrganisationId>,
    worker: Option<&'a WorkerId>,
    due: Option<Date>,
    answer_by: Option<Timestamp>,
}

fn began(content: &Content) -> Option<Began<'_>> {
    let Content::Action(said) = content else {
        return None;
    };
    match said {
        Said::Agreed {
            organisation,
            worker,
            due,
            ..
        } => Some(Began {
            organisation: Some(organisation),
            worker: Some(worker),
            due: Some(*due),
            answer_by: None,
        }),
        Said::Requested {
            to, due, answer_by, ..
        } => Some(Began {
            organisation: Some(to),
            worker: None,
            due: Some(*due),
            answer_by: Some(*answer_by),
        }),
        Said::OwnStep { .. } => Some(Began {
            organisation: None,
            worker: None,
            due: None,
            answer_by: None,
        }),
        _ => None,
    }
}

/// How far an action has come, by what was recorded about it, oldest first.
fn state<'a>(contents: impl Iterator<Item = &'a Content>) -> State {
    let step = |content: &Content| match content {
        Content::Action(Said::Requested { .. }) => Some(State::Requested),
        Content::Action(Said::Accepted { .. }) => Some(State::Open),
        Content::Action(Said::Declined { .. }) => Some(State::Declined),
        Content::Action(Said::Completed { .. }) => Some(State::Done),
        // What was to be done ends with the case.
        Content::Action(Said::Cancelled { .. }) | Content::Life(Life::AskEnded { .. }) => {
            Some(State::Cancelled)
        }
        _ => None,
    };
    contents.filter_map(step).last().unwrap_or(State::Open)
}

/// As the caller may see it; who the person is is not looked up.
fn shown(look: &Look<'_>, thread: Thread) -> Result<Option<Action>, Error> {
    let Some(began) = thread.contents().find_map(began) else {
        return Ok(None);
    };
    // A pause moves on the time to answer and the day; while it lasts nobody is late.
    let due = due(thread.contents(), &began);
    let answer_by = began
        .answer_by
        .map(|by| life::answer_by(thread.contents(), by));
    let state = state(thread.contents());
    let worker = worker(thread.contents(), &began);
    let passed = match state {
        State::Requested => answer_by.is_some_and(|by| by <= look.now),
        State::Open => {
            let day = due.and_then(LastDay::on);
            day.is_some_and(|day| day.ends_at <= look.now)
        }
        _ => false,
    };
    let late = passed && !life::of(look, thread.person)?.is_paused();
    Ok(Some(Action {
        id: ActionId(thread.thing),
        person: thread.person,
        identity: None,
        organisation: began.organisation.cloned(),
        worker,
        due,
        state,
        overdue: late,
        last_event: thread.last_event(),
        facts: thread.facts,
    }))
}

fn fits(filter: &Filter, action: &Action) -> bool {
    let same = |wanted: &Option<OrganisationId>| wanted.is_none() || *wanted == action.organisation;
    filter.own_steps == action.organisation.is_none()
        && filter.state.is_none_or(|state| state == action.state)
        && same(&filter.organisation)
        && (filter.worker.is_none() || filter.worker == action.worker)
        && filter
            .due_by
            .is_none_or(|by| action.due.is_some_and(|due| due <= by))
}

/// Where an action stands: overdue, then by day, then without one; those of one day in no order that means anything.
fn place(action: &Action) -> Cursor {
    let group = match (action.overdue, action.due) {
        (true, _) => 0,
        (false, Some(_)) => 1,
        (false, None) => 2,
    };
    let day = action.due.map_or([0; 4], |due| {
        let [high, low] = due.year().unsigned_abs().to_be_bytes();
        [
            high,
            low,
            due.month().unsigned_abs(),
            due.day().unsigned_abs(),
        ]
    });
    let mut place = [0; 16];
    place[0] = group;
    place[1..5].copy_from_slice(&day);
    place[5..].copy_from_slice(&action.id.0.as_bytes()[5..]);
    place
}
