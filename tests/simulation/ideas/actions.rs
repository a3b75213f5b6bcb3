//! What clients come up with about actions.

use casework::{
    action::{
        Action, State, accept::AcceptAction, agree::AgreeAction, cancel::CancelAction,
        complete::CompleteAction, decline::DeclineAction, reassign::ReassignAction,
        request::RequestAction,
    },
    calendar::{self, LastDay},
    event::By,
    history::History,
    testing::actions,
};
use jiff::{Timestamp, ToSpan};

use super::{ORGANISATIONS, WORKERS, categories, involved, passages, service, somebody};
use crate::{chance::Chance, order::Ask};

/// Something is agreed: somebody who takes part does it, or the person.
pub fn agree(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let by = involved(chance, history);
    let example = if chance.one_in(4) {
        actions::own_step()
    } else {
        let owner = if chance.one_in(2) {
            by.clone()
        } else {
            involved(chance, history)
        };
        actions::to(&owner, &day(chance, now)?.date.to_string())
    };
    let command = AgreeAction {
        categories: categories(chance).into_iter().collect(),
        ..example
    };
    Some((by, Ask::AgreeAction(command)))
}

/// A service is asked to do something.
pub fn request(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let passages = passages(history);
    let ticked = if passages.is_empty() || chance.one_in(2) {
        Vec::new()
    } else {
        vec![chance.pick(&passages)]
    };
    let command = RequestAction {
        service: service(chance.pick(&ORGANISATIONS)),
        due: day(chance, now)?,
        ticked,
        ..actions::request()
    };
    Some((involved(chance, history), Ask::RequestAction(command)))
}

/// A request is answered.
pub fn answer(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let action = one(chance, history, |action| action.request.is_some())?;
    let by = whose(chance, history, action);
    let (action, seen) = (action.id, action.last_event);
    let ask = if chance.one_in(4) {
        let example = actions::decline(history);
        Ask::DeclineAction(DeclineAction {
            action,
            seen,
            ..example
        })
    } else {
        let example = actions::accept(history);
        Ask::AcceptAction(AcceptAction {
            action,
            seen,
            ..example
        })
    };
    Some((by, ask))
}

/// An action is done, called off or given to a colleague.
pub fn act(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let open = one(chance, history, |action| action.state == State::Open);
    let action = open.or_else(|| one(chance, history, |_| true))?;
    let by = whose(chance, history, action);
    let (action, seen) = (action.id, action.last_event);
    let ask = match chance.below(3) {
        0 => Ask::CompleteAction(CompleteAction {
            action,
            seen,
            ..actions::complete(history)
        }),
        1 => Ask::CancelAction(CancelAction {
            action,
            seen,
            ..actions::cancel(history)
        }),
        _ => Ask::ReassignAction(ReassignAction {
            action,
            seen,
            ..actions::reassign(history, chance.pick(&WORKERS))
        }),
    };
    Some((by, ask))
}

/// One of the actions that fit.
fn one<'a>(
    chance: &mut Chance,
    history: &'a History,
    fits: impl Fn(&&Action) -> bool,
) -> Option<&'a Action> {
    let mut fitting: Vec<_> = history.actions().filter(fits).collect();
    fitting.sort_by_key(|action| action.version);
    (!fitting.is_empty()).then(|| fitting[chance.below(fitting.len())])
}

/// Somebody whose action it is; now and then, anybody who takes part.
fn whose(chance: &mut Chance, history: &History, action: &Action) -> By {
    match &action.owner {
        Some(owner) if !chance.one_in(8) => somebody(chance, owner.as_str()),
        _ => involved(chance, history),
    }
}

/// A day soon; now and then, yesterday.
fn day(chance: &mut Chance, now: Timestamp) -> Option<LastDay> {
    let days = i64::try_from(chance.below(4)).ok()? - i64::from(chance.one_in(10));
    LastDay::on(calendar::date_at(now) + days.days())
}
