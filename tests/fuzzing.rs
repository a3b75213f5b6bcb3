//! The fuzz targets, tried on their seeds and on what little changes make of them; and the program that libFuzzer drives.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

use std::{fs, process::Command};

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use throughline_tests::fuzzing::{self, Target};

/// How many changed seeds are tried of each target. `cargo xtask fuzz` tries as many as there is time for.
const CHANGED: u32 = 300;

/// A change of some bytes.
#[derive(Clone, Copy, Debug)]
enum Change {
    Set(usize, u8),
    Flip(usize, u8),
    Cut(usize),
    Repeat(usize, usize),
    Insert(usize, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let place = || any::<usize>();
    let odd = prop_oneof![
        Just(0),
        Just(0xFF),
        Just(b'"'),
        Just(b'.'),
        Just(b'='),
        any::<u8>()
    ];
    prop_oneof![
        (place(), odd.clone()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (place(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        place().prop_map(Change::Cut),
        (place(), 1..64_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        (place(), odd).prop_map(|(at, byte)| Change::Insert(at, byte)),
    ]
}

fn changed(seed: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for change in changes {
        let length = bytes.len();
        let place = |at: usize| at % length.max(1);
        match *change {
            _ if length == 0 => {}
            Change::Set(at, byte) => bytes[place(at)] = byte,
            Change::Flip(at, bit) => bytes[place(at)] ^= 1 << bit,
            Change::Cut(at) => bytes.truncate(place(at)),
            Change::Repeat(at, again) => {
                let at = place(at);
                let again: Vec<u8> = bytes[at..].iter().copied().take(again).collect();
                bytes.splice(at..at, again);
            }
            Change::Insert(at, byte) => bytes.insert(place(at), byte),
        }
    }
    bytes
}

fn tried(target: Target) {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    seeds.iter().for_each(|seed| (target.try_out)(seed));
    let config = Config {
        cases: CHANGED,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let any = (
        prop::sample::select(seeds),
        prop::collection::vec(change(), 1..6),
    );
    TestRunner::new_with_rng(config, rng)
        .run(&any, |(seed, changes)| {
            (target.try_out)(&changed(&seed, &changes));
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_bytes_to_any_call_are_refused_or_done() {
    tried(fuzzing::target("commands").unwrap());
}

#[test]
fn a_cookie_is_the_one_that_was_sealed_or_none() {
    tried(fuzzing::target("cookies").unwrap());
}

#[test]
fn whatever_was_stored_is_refused_or_folds() {
    tried(fuzzing::target("events").unwrap());
}

#[test]
fn whoever_is_let_in_is_whom_the_key_says() {
    tried(fuzzing::target("tokens").unwrap());
}

#[test]
fn every_target_is_driven_by_libfuzzer() {
    for target in fuzzing::TARGETS
        .into_iter()
        .filter(|target| target.name != "commands")
    {
        let folder = tempfile::tempdir().unwrap();
        for (number, seed) in (target.seeds)().iter().enumerate() {
            fs::write(folder.path().join(number.to_string()), seed).unwrap();
        }
        let driven = Command::new(env!("CARGO_BIN_EXE_fuzz"))
            .env("THROUGHLINE_FUZZ", target.name)
            .args(["-runs=0", "-rss_limit_mb=4096"])
            .arg(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&driven.stderr);
        assert!(driven.status.success(), "{}: {said}", target.name);
        assert!(said.contains("INITED"), "{}: {said}", target.name);
    }
}
