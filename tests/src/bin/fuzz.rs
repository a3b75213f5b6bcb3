//! Tries arbitrary bytes on one target, which `THROUGHLINE_FUZZ` names; with `THROUGHLINE_FUZZ_SEEDS`, a folder, writes the
//! target's seeds there first. libFuzzer reads the arguments and has `main`: `cargo xtask fuzz` starts it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use throughline_tests::fuzzing::{self, Target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("THROUGHLINE_FUZZ").unwrap_or_default();
    fuzzing::target(&name).unwrap_or_else(|| {
        let names = fuzzing::TARGETS.map(|target| target.name);
        panic!(
            "THROUGHLINE_FUZZ names no target: there are {}",
            names.join(", ")
        )
    })
});

/// The seeds stand in the folder before it is read.
fn begin() {
    let Some(folder) = std::env::var_os("THROUGHLINE_FUZZ_SEEDS") else {
        return;
    };
    for (number, seed) in (TARGET.seeds)().iter().enumerate() {
        let path = std::path::Path::new(&folder).join(format!("seed-{number}"));
        std::fs::write(path, seed).expect("the folder can be written to");
    }
}

fuzz_target!(init: begin(), |bytes: &[u8]| (TARGET.try_out)(bytes));
