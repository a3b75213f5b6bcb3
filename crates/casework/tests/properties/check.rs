//! What must hold, as checks on one story; and how often to tell stories.
//!
//! Each check gives the first thing that does not hold, in words that a reader of the failure understands.

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    Role,
    disclosure::{Disclosed, Rule, disclose, disclose_to},
    event::{By, Event, What},
    fact::Fact,
    history::{Folded, History},
    ids::{EventId, FactId, OrganisationId},
};
use jiff::{Timestamp, ToSpan};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    cast,
    plan::{Plan, plans},
    story::{Story, person},
    telling::{Known, Reader, Telling},
    themes,
};

/// What a check gives.
pub type Verdict = Result<(), TestCaseError>;

/// A runner that draws the same cases in every run, unless another seed is set in `CASEWORK_SEED`.
pub fn runner(cases: u32) -> TestRunner {
    let seed = std::env::var("CASEWORK_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_260_608_u64);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 1500,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Runs a check on `cases` stories; a failure names the shortest plan found.
pub fn for_stories(cases: u32, check: impl Fn(&Story) -> Verdict) {
    for_values(cases, plans(), |plan| check(&Story::of(&plan)));
}

/// Runs a check on values of any sort.
pub fn for_values<S: Strategy>(cases: u32, strategy: S, check: impl Fn(S::Value) -> Verdict) {
    if let Err(failure) = runner(cases).run(&strategy, check) {
        panic!("{failure}");
    }
}

/// Some plans, for counting.
pub fn sample(cases: u32) -> Vec<Plan> {
    let mut runner = runner(cases);
    (0..cases)
        .map(|_| plans().new_tree(&mut runner).unwrap().current())
        .collect()
}

/// The events, folded.
pub fn fold(events: &[Event]) -> History {
    let mut history = History::new(person());
    events.iter().for_each(|event| history.apply(event.clone()));
    history
}

/// A short account of the events, for the reader of a failure.
pub fn account(events: &[Event]) -> String {
    let line = |event: &Event| {
        let facts = event.facts.iter().map(|fact| {
            let Fact { about, categories, restriction, replaces, .. } = fact;
            format!("\n      {about:?} {categories:?} restricted: {restriction:?} replaces: {replaces:?}")
        });
        let By {
            organisation,
            worker,
            ..
        } = &event.by;
        let what = format!("{:?}", event.what);
        format!(
            "  {} {} {organisation}/{worker}: {what}{}\n",
            event.id,
            event.recorded_at,
            facts.collect::<String>()
        )
    };
    events.iter().map(line).collect()
}

/// Checks that disclosure gives what the oracle gives: to every organisation and worker, every fact, now
/// and around every end.
pub fn disclosure_is_the_oracles(events: &[Event], now: Timestamp) -> Verdict {
    let never = BTreeSet::new();
    disclosure_is_told_by(&fold(events), events, &never, now)
}

/// Checks that disclosure of a history gives what the oracle gives on these events, but for facts that nobody is shown.
pub fn disclosure_is_told_by(
    history: &History,
    events: &[Event],
    never: &BTreeSet<FactId>,
    now: Timestamp,
) -> Verdict {
    let telling = Telling::of(events);
    let shown = disclose(history);
    let moments = moments(events, now);
    for organisation in everybody() {
        let listed = disclose_to(history, &organisation);
        let in_map = shown.get(&organisation).cloned().unwrap_or_default();
        prop_assert_eq!(
            &in_map,
            &listed,
            "{} is shown one thing alone and another among all",
            organisation
        );
        let by_id: BTreeMap<FactId, &Disclosed> = listed
            .iter()
            .map(|disclosed| (disclosed.id, disclosed))
            .collect();
        prop_assert_eq!(
            by_id.len(),
            listed.len(),
            "{} is shown a fact twice",
            organisation
        );
        for fact in &telling.facts {
            let disclosed = by_id.get(&fact.id).copied();
            if let Some(disclosed) = disclosed {
                shown_as_recorded(&telling, disclosed, fact, &organisation)?;
            }
            for (reader, now) in readers()
                .iter()
                .flat_map(|reader| moments.iter().map(move |now| (reader, *now)))
            {
                let expected = if never.contains(&fact.id) {
                    BTreeSet::new()
                } else {
                    telling.visible(&organisation, reader, fact.id, now)
                };
                let actual = holding(disclosed, reader, now);
                prop_assert!(
                    expected == actual,
                    "{organisation}/{reader:?} at {now}, fact {}: the oracle gives {expected:?}, disclosure {actual:?}; in\n{}",
                    fact.id,
                    account(events),
                );
            }
        }
    }
    Ok(())
}

fn shown_as_recorded(
    telling: &Telling<'_>,
    disclosed: &Disclosed,
    known: &Known<'_>,
    organisation: &OrganisationId,
) -> Verdict {
    prop_assert_eq!(&disclosed.by, known.by);
    let mut fact = known.fact.clone();
    // Who reads it may have changed since; whom that names is the oracle's.
    let read_by = &telling.readers[&known.id];
    let restricted = read_by.is_restricted();
    let ours = known.by.organisation == *organisation;
    prop_assert_eq!(disclosed.fact.restriction.is_some(), ours && restricted);
    fact.restriction = disclosed.fact.restriction.clone();
    prop_assert_eq!(
        &disclosed.fact,
        &fact,
        "shown to {} otherwise than recorded",
        organisation
    );
    prop_assert!(!disclosed.grants.is_empty(), "shown without a grant");
    prop_assert!(
        disclosed.grants.is_sorted_by_key(|grant| grant.rule),
        "reasons out of order: {:?}",
        disclosed.grants
    );
    Ok(())
}

/// The rules, with what they rest on, whose grants hold.
pub fn holding(
    disclosed: Option<&Disclosed>,
    reader: &Reader,
    now: Timestamp,
) -> BTreeSet<(Rule, EventId)> {
    let grants = disclosed
        .into_iter()
        .flat_map(|disclosed| &disclosed.grants);
    grants
        .filter(|grant| grant.holds(&reader.worker, reader.role, now))
        .map(|grant| (grant.rule, grant.rests_on))
        .collect()
}

/// The cast, and an organisation that no story knows.
pub fn everybody() -> Vec<OrganisationId> {
    let nobody = "NOBODY-1".parse().unwrap();
    (0..cast::ORGANISATIONS.len())
        .map(cast::organisation)
        .chain([nobody])
        .collect()
}

/// The workers of each organisation, one whom no story names, one of the first as its privacy officer, and the last as a
/// volunteer.
pub fn readers() -> Vec<Reader> {
    let stranger = "stranger".parse().unwrap();
    let workers = (0..cast::WORKERS.len()).map(cast::worker);
    let reader = |role| move |worker| Reader { worker, role };
    let all = workers.chain([stranger]).map(reader(Role::LinkWorker));
    all.chain([cast::worker(0)].map(reader(Role::PrivacyOfficer)))
        .chain([cast::worker(1)].map(reader(Role::Volunteer)))
        .collect()
}

/// The ends that agreements were given.
pub fn ends(events: &[Event]) -> BTreeSet<Timestamp> {
    let end = |event: &Event| match &event.what {
        What::AgreementRecorded(terms) => terms.until.map(|until| until.ends_at),
        What::DutyRecorded(terms) => terms.until.map(|until| until.ends_at),
        _ => themes::ends(event),
    };
    events.iter().filter_map(end).collect()
}

fn moments(events: &[Event], now: Timestamp) -> BTreeSet<Timestamp> {
    let around = |end: Timestamp| {
        [-1_i64, 0, 1]
            .into_iter()
            .filter_map(move |ms| end.checked_add(ms.milliseconds()).ok())
    };
    ends(events)
        .into_iter()
        .flat_map(around)
        .chain([now])
        .collect()
}
