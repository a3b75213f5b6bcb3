//! Journeys through the whole system by gRPC: what each organisation is shown at each step, and what is in the bytes
//! of its files.
//!
//! What a single rule decides, and what is refused, is tested elsewhere (`casework`, `bad_input`).

#![allow(clippy::unwrap_used, reason = "a panic is the test's verdict")]

#[path = "journey/actions.rs"]
mod actions;
#[path = "journey/answers.rs"]
mod answers;
#[path = "journey/asking.rs"]
mod asking;
#[path = "journey/canaries.rs"]
mod canaries;
#[path = "journey/cast.rs"]
mod cast;
#[path = "journey/confirming.rs"]
mod confirming;
#[path = "journey/ending.rs"]
mod ending;
#[path = "journey/hidden_stays_hidden.rs"]
mod hidden_stays_hidden;
#[path = "journey/informing.rs"]
mod informing;
#[path = "journey/involved.rs"]
mod involved;
#[path = "journey/joined.rs"]
mod joined;
#[path = "journey/known.rs"]
mod known;
#[path = "journey/life.rs"]
mod life;
#[path = "journey/maureen.rs"]
mod maureen;
#[path = "journey/own_writes.rs"]
mod own_writes;
#[path = "journey/paging.rs"]
mod paging;
#[path = "journey/plans.rs"]
mod plans;
#[path = "journey/previewing.rs"]
mod previewing;
#[path = "journey/reaching.rs"]
mod reaching;
#[path = "journey/readings.rs"]
mod readings;
#[path = "journey/received.rs"]
mod received;
#[path = "journey/records.rs"]
mod records;
#[path = "journey/referrals.rs"]
mod referrals;
#[path = "journey/referring.rs"]
mod referring;
#[path = "journey/reviews.rs"]
mod reviews;
#[path = "journey/safeguarding.rs"]
mod safeguarding;
#[path = "journey/serving.rs"]
mod serving;
#[path = "journey/tale.rs"]
mod tale;
#[path = "journey/volunteers.rs"]
mod volunteers;
#[path = "journey/watching.rs"]
mod watching;
#[path = "journey/why.rs"]
mod why;
#[path = "journey/withdrawing.rs"]
mod withdrawing;
#[path = "journey/work.rs"]
mod work;
#[path = "journey/wrong_person.rs"]
mod wrong_person;
