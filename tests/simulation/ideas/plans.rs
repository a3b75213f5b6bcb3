//! What clients come up with about the plan and shared decisions.

use casework::{
    calendar::{self, LastDay},
    decision::{record::RecordDecision, revise::ReviseDecision},
    event::By,
    fact::About,
    history::History,
    ids::EventId,
    plan::{
        Section,
        record::{Passage, RecordPlan},
        review::ReviewPlan,
    },
    testing::{decisions, plans},
};
use jiff::{Timestamp, ToSpan};

use super::{categories, involved};
use crate::{chance::Chance, order::Ask};

/// Passages are written, or written anew; and now and then it is said when the plan is looked at again.
pub fn write(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let section = chance.pick(&Section::WRITTEN);
    let older = history.facts().iter().rev().find(|recorded| {
        let about = recorded.fact.about;
        about == About::Plan { section } && !chance.one_in(2)
    });
    let passage = Passage {
        replaces: older.map(|older| older.id),
        categories: categories(chance).into_iter().collect(),
        ..plans::written(section, "Some words.")
    };
    let command = RecordPlan {
        review_on: if chance.one_in(2) {
            Some(day(chance, now)?)
        } else {
            None
        },
        ..plans::plan(vec![passage])
    };
    Some((involved(chance, history), Ask::Plan(command)))
}

/// The plan is agreed to, or looked at again.
pub fn look(chance: &mut Chance, history: &History, now: Timestamp) -> Option<(By, Ask)> {
    let seen = last(history, |about| matches!(about, About::Plan { .. }))?;
    let ask = if chance.one_in(2) {
        Ask::AgreePlan(plans::agree(seen))
    } else {
        Ask::ReviewPlan(ReviewPlan {
            review_on: day(chance, now)?,
            ..plans::review(seen, "2030-01-01")
        })
    };
    Some((involved(chance, history), ask))
}

/// A goal is reached or let go of.
pub fn end(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let goal = About::Plan {
        section: Section::Goal,
    };
    let mut goals = history.facts().iter().rev();
    let goal = goals.find(|recorded| recorded.fact.about == goal)?.id;
    let ask = if chance.one_in(2) {
        Ask::AchieveGoal(plans::achieve(goal))
    } else {
        Ask::StopGoal(plans::stop(goal))
    };
    Some((involved(chance, history), ask))
}

/// The person decides, or decides again.
pub fn decide(chance: &mut Chance, history: &History, _: Timestamp) -> Option<(By, Ask)> {
    let categories = categories(chance).into_iter().collect();
    let known = history.decisions().next().map(|decision| decision.id);
    let ask = match known.filter(|_| chance.one_in(2)) {
        None => Ask::RecordDecision(RecordDecision {
            categories,
            ..decisions::decide()
        }),
        Some(decision) => Ask::ReviseDecision(ReviseDecision {
            decision,
            seen: last(history, |about| *about == About::Decision { decision })?,
            categories,
            ..decisions::revise(history)
        }),
    };
    Some((involved(chance, history), ask))
}

/// The last event that recorded such a fact.
fn last(history: &History, such: impl Fn(&About) -> bool) -> Option<EventId> {
    let mut newest_first = history.facts().iter().rev();
    newest_first
        .find(|recorded| such(&recorded.fact.about))
        .map(|recorded| recorded.id.event)
}

/// A day soon.
fn day(chance: &mut Chance, now: Timestamp) -> Option<LastDay> {
    let days = i64::try_from(chance.below(4)).ok()?;
    LastDay::on(calendar::date_at(now) + days.days())
}
