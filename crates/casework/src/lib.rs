//! The rules of shared casework: facts, events, decisions, custody and disclosure.
//!
//! Pure: no I/O, no async, no clock, no randomness. What time it is, who asks and which ids to use come
//! in with the command; what happened comes in as a [`history::History`].

pub mod about_me;
pub mod action;
pub mod agreement;
pub mod ask;
pub mod calendar;
pub mod case;
pub mod category;
pub mod command;
pub mod concern;
pub mod concern_told;
pub mod custody;
pub mod decided_by;
pub mod disclosure;
pub mod event;
pub mod fact;
pub mod history;
pub mod ids;
pub mod note;
pub mod objection;
pub mod organisation;
pub mod reading;
pub mod referral;
pub mod refusal;
pub mod role;
pub mod safeguarding_lead;
pub mod service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod timer;
pub mod words;

pub use category::{Categories, Category};
pub use role::Role;
