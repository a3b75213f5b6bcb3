//! Properties of custody and disclosure, on many small histories that nobody thought up by hand.
//!
//! The oracle states the rules of disclosure a second time; here is what must hold between the two, and
//! for any history at all. Single rules have their examples beside the code.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "properties/cast.rs"]
mod cast;
#[path = "properties/check.rs"]
mod check;
#[path = "properties/coverage.rs"]
mod coverage;
#[path = "properties/mangle.rs"]
mod mangle;
#[path = "properties/merging.rs"]
mod merging;
#[path = "properties/oracle.rs"]
mod oracle;
#[path = "properties/plan.rs"]
mod plan;
#[path = "properties/rehearsing.rs"]
mod rehearsing;
#[path = "properties/story.rs"]
mod story;
#[path = "properties/telling.rs"]
mod telling;
#[path = "properties/themes.rs"]
mod themes;

use std::collections::BTreeMap;

use casework::{
    disclosure::{Disclosed, Grant, disclose, disclose_added, history_at, only_adds},
    event::{Event, What},
    history::{Folded, History},
    ids::{FactId, OrganisationId, WorkerId},
    life::CaseOpened,
    referral::ReferralRaised,
    refusal::Code,
    timer::due,
};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::{
    check::{Verdict, disclosure_is_the_oracles, fold, for_stories, for_values},
    story::{Story, person},
    telling::{Asked, PartOf, Telling},
    themes::{Needs, handovers, sharing::Owed},
};

#[test]
fn disclosure_is_what_the_oracle_says() {
    for_stories(500, |story| {
        let (events, now) = (&story.world.events, story.world.now);
        disclosure_is_the_oracles(events, now)?;
        // Half-way, referrals wait and objections are few.
        let half = &events[..events.len() / 2];
        disclosure_is_the_oracles(half, half.last().map_or(now, |event| event.recorded_at))
    });
}

#[test]
fn adding_is_as_good_as_disclosing_all_again() {
    for_stories(300, |story| {
        let mut history = History::new(person());
        let mut kept = BTreeMap::new();
        let mut events = story.world.events.iter().peekable();
        while let Some(event) = events.next() {
            history.apply(event.clone());
            if !only_adds(event) {
                kept = rows(disclose(&history));
                continue;
            }
            let added: Vec<_> = (0u16..)
                .zip(&event.facts)
                .map(|(index, _)| FactId {
                    event: event.id,
                    index,
                })
                .collect();
            for (organisation, new) in rows(disclose_added(&history, &added)) {
                kept.entry(organisation)
                    .or_insert_with(BTreeMap::new)
                    .extend(new);
            }
            // What an addition left behind stays until all is disclosed again, so the last addition shows it.
            if events.peek().is_none_or(|next| !only_adds(next)) {
                prop_assert_eq!(&kept, &rows(disclose(&history)));
            }
        }
        Ok(())
    });
}

type Rows = BTreeMap<OrganisationId, BTreeMap<FactId, Vec<Grant>>>;

fn rows(disclosed: BTreeMap<OrganisationId, Vec<Disclosed>>) -> Rows {
    let by_fact = |facts: Vec<Disclosed>| {
        facts
            .into_iter()
            .map(|fact| (fact.id, fact.grants))
            .collect()
    };
    disclosed
        .into_iter()
        .map(|(organisation, facts)| (organisation, by_fact(facts)))
        .collect()
}

#[test]
fn an_open_case_has_one_holder_and_a_closed_one_has_none() {
    for_stories(500, |story| {
        let mut history = History::new(person());
        let mut opened: Option<(_, _, OrganisationId, WorkerId)> = None;
        for (place, event) in story.world.events.iter().enumerate() {
            history.apply(event.clone());
            let leads = handovers::leads(&story.world.events[..place], event);
            if let (Some((to, worker)), Some((_, _, organisation, lead))) = (leads, &mut opened) {
                *organisation = to.unwrap_or(organisation.clone());
                *lead = worker;
            }
            let begun = match &event.what {
                What::CaseOpened(CaseOpened { case, lead, .. }) => Some((*case, lead)),
                What::CaseReopened(reopened) => Some((reopened.case, &reopened.lead)),
                What::CaseEnded(_) => {
                    prop_assert!(opened.is_some(), "a case ended that was not open");
                    opened = None;
                    None
                }
                _ => None,
            };
            if let Some((case, lead)) = begun {
                prop_assert!(
                    opened.is_none(),
                    "a second case was opened beside an open one"
                );
                opened = Some((case, event.id, event.by.organisation.clone(), lead.clone()));
            }
            let open = history.open_case().cloned();
            let held = open.map(|open| {
                (
                    open.case,
                    open.opened,
                    open.holder.organisation,
                    open.holder.worker,
                )
            });
            prop_assert_eq!(&held, &opened, "after {:?}", event.what);
        }
        Ok(())
    });
}

#[test]
fn a_referral_is_answered_once_by_whom_it_asked() {
    for_stories(500, |story| {
        let mut waiting = BTreeMap::new();
        for event in &story.world.events {
            match &event.what {
                What::ReferralRaised(ReferralRaised {
                    referral, terms, ..
                }) => {
                    let again = waiting.insert(*referral, terms.organisation.clone());
                    prop_assert!(again.is_none(), "{referral} was raised twice");
                }
                What::ReferralReceived(received) => {
                    let ours = event.by.organisation.clone();
                    let again = waiting.insert(received.referral, ours);
                    prop_assert!(again.is_none(), "written down twice");
                }
                What::ReferralWithdrawn { referral } => {
                    prop_assert!(
                        waiting.remove(referral).is_some(),
                        "{referral} was taken back after its answer"
                    );
                }
                What::ReferralAccepted { referral } | What::ReferralDeclined { referral, .. } => {
                    let asked = waiting.remove(referral);
                    prop_assert_eq!(
                        asked.as_ref(),
                        Some(&event.by.organisation),
                        "{:?}",
                        event.what
                    );
                }
                What::CaseEnded(_) => waiting.clear(),
                What::ReferralOverdue { referral, .. } => {
                    prop_assert!(
                        waiting.contains_key(referral),
                        "{referral} is overdue after its answer"
                    );
                }
                _ => {}
            }
        }
        Ok(())
    });
}

#[test]
fn a_refused_command_leaves_nothing_and_an_accepted_one_something() {
    for_stories(300, |story| {
        for attempt in &story.attempts {
            let recorded = attempt.after - attempt.before;
            match &attempt.outcome {
                Ok(events) => {
                    prop_assert!(*events > 0 && recorded == *events, "{}", attempt.command)
                }
                Err(refusal) => prop_assert_eq!(recorded, 0, "{}: {}", attempt.command, refusal),
            }
        }
        prop_assert_eq!(
            story.world.history.version(),
            story.world.events.len() as u64
        );
        Ok(())
    });
}

#[test]
fn whoever_has_no_part_learns_no_more_than_if_there_were_nobody() {
    for_stories(500, |story| {
        for attempt in &story.attempts {
            let before = &story.world.events[..attempt.before];
            let organisation = &attempt.by.organisation;
            let no_part = match attempt.command {
                // Opening says that there is a case, and no more: the person is asked about joining it.
                "open_case" => {
                    let refused = attempt.outcome.as_ref().err().map(|refusal| refusal.code);
                    let possible = [
                        None,
                        Some(Code::CaseExists),
                        Some(Code::PersonDied),
                        Some(Code::RoleNotAllowed),
                    ];
                    prop_assert!(possible.contains(&refused), "{:?}", refused);
                    false
                }
                command => match needs(command) {
                    Needs::Nothing => false,
                    Needs::Asked => !was_asked(before, organisation),
                    Needs::Any => !has_any_part(before, organisation),
                    Needs::Part => !takes_part(before, organisation),
                    Needs::PartOnce => {
                        !was_asked(before, organisation) && !took_part(before, organisation)
                    }
                },
            };
            if no_part {
                let refusal = attempt.outcome.as_ref().err();
                prop_assert!(
                    refusal.is_some(),
                    "{} by {organisation} was accepted",
                    attempt.command
                );
                prop_assert_eq!(
                    refusal,
                    attempt.of_nobody.as_ref(),
                    "{} by {}",
                    attempt.command,
                    organisation
                );
            }
        }
        Ok(())
    });
}

fn needs(command: &str) -> Needs {
    let mut commands = themes::commands().into_iter();
    let found = commands.find(|(name, _)| *name == command);
    found.expect("a command of themes.rs").1
}

fn was_asked(events: &[Event], organisation: &OrganisationId) -> bool {
    let from_outside = events.iter().any(|event| {
        matches!(event.what, What::ReferralReceived(_)) && event.by.organisation == *organisation
    });
    let asked = &Telling::of(events).asked;
    let ours = |asked: &Asked<'_>| asked.terms.organisation == *organisation;
    from_outside || asked.iter().any(ours)
}

fn has_any_part(events: &[Event], organisation: &OrganisationId) -> bool {
    let recorded = events
        .iter()
        .any(|event| event.by.organisation == *organisation);
    let telling = Telling::of(events);
    let has_part = |part: &PartOf<'_>| part.organisation == organisation;
    let is_owed = |owed: &Owed<'_>| owed.terms.organisation == *organisation;
    recorded
        || telling.parties.iter().any(has_part)
        || telling
            .met
            .iter()
            .any(|met| met.organisation == organisation)
        || telling.owed.iter().any(is_owed)
        || takes_part(events, organisation)
        || was_asked(events, organisation)
}

fn takes_part(events: &[Event], organisation: &OrganisationId) -> bool {
    let involved = &Telling::of(events).involved;
    involved
        .iter()
        .any(|involved| involved.terms.organisation == *organisation)
}

fn took_part(events: &[Event], organisation: &OrganisationId) -> bool {
    let ever = &Telling::of(events).terms_ever;
    ever.iter().any(|terms| terms.organisation == *organisation)
}

#[test]
fn a_history_at_a_moment_is_the_prefix_recorded_by_then() {
    for_stories(100, |story| {
        let events = &story.world.events;
        for event in events.iter().step_by(4) {
            let at = event.recorded_at;
            let by_then: Vec<_> = events
                .iter()
                .filter(|event| event.recorded_at <= at)
                .cloned()
                .collect();
            let (prefix, history) = (
                fold(&by_then),
                history_at(person(), events.iter().cloned(), at),
            );
            prop_assert_eq!(history.version(), by_then.len() as u64);
            prop_assert_eq!(parts(&history), parts(&prefix));
        }
        let last = events
            .last()
            .map_or(story.world.now, |event| event.recorded_at);
        prop_assert_eq!(
            parts(&history_at(person(), events.iter().cloned(), last)),
            parts(&story.world.history)
        );
        Ok(())
    });
}

/// A history, taken apart for comparison.
fn parts(history: &History) -> impl PartialEq + std::fmt::Debug + use<> {
    let case = history.open_case().cloned();
    let standing = (
        history.involvements().cloned().collect::<Vec<_>>(),
        history.organisations().cloned().collect::<Vec<_>>(),
    );
    let sharing = (
        history.live_agreements().cloned().collect::<Vec<_>>(),
        history.objections().cloned().collect::<Vec<_>>(),
        history.referrals().cloned().collect::<Vec<_>>(),
        history.actions().cloned().collect::<Vec<_>>(),
        history.duties().cloned().collect::<Vec<_>>(),
        history.join_requests().cloned().collect::<Vec<_>>(),
    );
    (
        history.version(),
        case,
        standing,
        sharing,
        history.facts().to_vec(),
        due(history),
    )
}

#[test]
fn any_list_of_events_folds_and_is_disclosed_as_the_oracle_says() {
    for_values(250, mangle::mangled(), |events| folds_and_agrees(&events));
}

#[test]
fn nonsense_folds_and_is_disclosed_as_the_oracle_says() {
    for_values(400, mangle::nonsense(), |events| folds_and_agrees(&events));
}

fn folds_and_agrees(events: &[Event]) -> Verdict {
    let history = fold(events);
    prop_assert_eq!(history.version(), events.len() as u64);
    prop_assert!(
        // An agreement is warned of before it lapses.
        due(&history).len() <= 2 * events.len(),
        "more falls due than happened"
    );
    let now = events
        .last()
        .map_or(Timestamp::UNIX_EPOCH, |event| event.recorded_at);
    disclosure_is_the_oracles(events, now)
}

#[test]
fn the_stories_leave_no_rule_and_no_command_untried() {
    let stories: Vec<_> = check::sample(150).iter().map(Story::of).collect();
    coverage::of(&stories).is_enough();
}
