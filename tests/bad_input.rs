//! Bad input over the wire: each is refused with a typed error, and leaves nothing half done.
//!
//! What the rules refuse and why is tested in `casework`; here, that every rpc says so in the same way.

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "bad_input/call.rs"]
mod call;
#[path = "bad_input/callers.rs"]
mod callers;
#[path = "bad_input/choices.rs"]
mod choices;
#[path = "bad_input/dates.rs"]
mod dates;
#[path = "bad_input/numbers.rs"]
mod numbers;
#[path = "bad_input/outsiders.rs"]
mod outsiders;
#[path = "bad_input/people.rs"]
mod people;
#[path = "bad_input/place.rs"]
mod place;
#[path = "bad_input/races.rs"]
mod races;
#[path = "bad_input/received.rs"]
mod received;
#[path = "bad_input/refused.rs"]
mod refused;
#[path = "bad_input/rehearsals.rs"]
mod rehearsals;
#[path = "bad_input/repeats.rs"]
mod repeats;
#[path = "bad_input/roles.rs"]
mod roles;
#[path = "bad_input/samples.rs"]
mod samples;
#[path = "bad_input/swapped.rs"]
mod swapped;
#[path = "bad_input/text_fields.rs"]
mod text_fields;
#[path = "bad_input/texts.rs"]
mod texts;
#[path = "bad_input/tokens.rs"]
mod tokens;
#[path = "bad_input/walk.rs"]
mod walk;
