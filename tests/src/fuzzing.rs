//! What is tried with arbitrary bytes: each target takes them, and panics where a promise is broken. libFuzzer finds the
//! bytes (`cargo xtask fuzz`); the test command tries the seeds and what little changes make of them.

mod commands;
mod cookies;
mod events;
mod tokens;

/// A target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Tries some bytes.
    pub try_out: fn(&[u8]),
    /// Bytes that are taken as they are, to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: [Target; 4] = [
    Target {
        name: "commands",
        try_out: commands::try_out,
        seeds: commands::seeds,
    },
    Target {
        name: "cookies",
        try_out: cookies::try_out,
        seeds: cookies::seeds,
    },
    Target {
        name: "events",
        try_out: events::try_out,
        seeds: events::seeds,
    },
    Target {
        name: "tokens",
        try_out: tokens::try_out,
        seeds: tokens::seeds,
    },
];

/// The target of this name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}
