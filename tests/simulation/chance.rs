//! The simulation's only randomness: chance that repeats itself for a seed.

pub use throughline::demo::chance::Chance;
