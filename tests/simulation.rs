//! A simulation of everything that can come between a command and the log: two processes, a projector, clients that
//! repeat themselves, lost acknowledgements, crashes at any await point, clocks that jump.
//!
//! Nothing runs in parallel and no time passes: a seed decides whose turn it is. `THROUGHLINE_SEED=n` tells one story
//! again, `THROUGHLINE_SEEDS=n` tells the first n. No real log, network or page is tested here.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "simulation/chance.rs"]
mod chance;
#[path = "simulation/check.rs"]
mod check;
#[path = "simulation/client.rs"]
mod client;
#[path = "simulation/keys.rs"]
mod keys;
#[path = "simulation/known.rs"]
mod known;
#[path = "simulation/network.rs"]
mod network;
#[path = "simulation/order.rs"]
mod order;
#[path = "simulation/pause.rs"]
mod pause;
#[path = "simulation/projector.rs"]
mod projector;
#[path = "simulation/story.rs"]
mod story;
#[path = "simulation/tally.rs"]
mod tally;
#[path = "simulation/witness.rs"]
mod witness;

use casework::event::What;

use crate::{keys::Pool, story::Story, tally::Tally};

/// Stories in the test command.
const SEEDS: u64 = 1_000;

#[test]
fn every_story_keeps_every_promise() {
    let pool = Pool::new();
    let seeds = match number_from("THROUGHLINE_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number_from("THROUGHLINE_SEEDS").unwrap_or(SEEDS),
    };
    let many = seeds.end - seeds.start >= 500;
    // Stories know nothing of each other, so each core tells some.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let all = std::thread::scope(|scope| {
        let (pool, every) = (&pool, |first| seeds.clone().skip(first).step_by(cores));
        let tellers: Vec<_> = (0..cores)
            .map(|first| {
                let seeds = every(first);
                scope.spawn(move || tell_all(seeds, pool))
            })
            .collect();
        let mut all = Tally::default();
        for teller in tellers {
            all.add(
                &teller
                    .join()
                    .expect("a story broke a promise; its seed is named above"),
            );
        }
        all
    });
    if many {
        everything_has_happened(&all);
    }
}

fn tell_all(seeds: impl Iterator<Item = u64>, pool: &Pool) -> Tally {
    let mut all = Tally::default();
    for seed in seeds {
        all.add(&tell(seed, pool));
    }
    all
}

#[test]
fn the_same_seed_tells_the_same_story_whatever_the_keys() {
    for seed in 0..20 {
        assert_eq!(
            tell(seed, &Pool::new()),
            tell(seed, &Pool::new()),
            "seed {seed}"
        );
    }
}

/// A simulation in which something never happens proves nothing about it.
fn everything_has_happened(all: &Tally) {
    let happened = |what: &&str| all.counts.get(what).is_none_or(|count| *count == 0);
    let kinds = What::KINDS.iter().map(|(kind, _)| *kind);
    let never: Vec<_> = kinds.chain(WHAT_MUST_HAPPEN).filter(happened).collect();
    assert!(
        never.is_empty(),
        "{never:?} never happened in {:?}",
        all.counts
    );
}

/// Besides every kind of event.
const WHAT_MUST_HAPPEN: [&str; 16] = [
    "done",
    "repeated",
    "unavailable",
    "dropped",
    "crash",
    "case_unknown",
    "case_exists",
    "command_reused",
    "referral_answered",
    "referral_ended",
    "referral_unknown",
    "not_due",
    "stale",
    "passage_unknown",
    "service_own",
    "date_past",
];

fn tell(seed: u64, pool: &Pool) -> Tally {
    let _named = Named(seed);
    Story::new(seed, pool).tell()
}

fn number_from(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is not a number: {text}")),
    )
}

/// Says which seed it was, where a story ends in a panic.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "the story of seed {0}; tell it again with THROUGHLINE_SEED={0}",
                self.0
            );
        }
    }
}
