//! The demo: a synthetic locality, loaded through the same gRPC commands that everybody uses.
//!
//! Nobody in it is real; NHS numbers are from the test range. The same seed gives the same people, days and words. A
//! state in which people's cases are found is a journey, in a file of its own (`journeys/`); what they come with, and
//! how it is said, is in `words/`; what a journey can do is in `telling/`.

pub mod accounts;
pub mod acting;
pub mod chance;
pub mod clock;
pub mod guide;
pub mod journeys;
pub mod load;
pub mod locality;
mod people;
mod send;
mod telling;
mod timeline;
mod words;

pub use telling::DAYS;

/// The root of the keys' secrets for a seed: with it the same commands mint the same ids. Everybody can know it, so it
/// is for invented people alone.
pub fn root(seed: u64) -> [u8; 32] {
    let mut chance = chance::Chance::new(seed);
    let mut root = [0; 32];
    for eight in root.chunks_mut(8) {
        eight.copy_from_slice(&chance.draw().to_be_bytes());
    }
    root
}
