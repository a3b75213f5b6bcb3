//! The rules of shared casework: facts, events, decisions, custody and disclosure.
//!
//! Pure: no I/O, no async, no clock, no randomness. What time it is, who asks and which ids to use come
//! in with the command; what happened comes in as a [`history::History`].

pub mod about_me;
pub mod absence;
pub mod action;
pub mod agenda;
pub mod agreement;
pub mod ask;
pub mod calendar;
pub mod capacity;
pub mod case;
pub mod category;
pub mod command;
pub mod concern;
pub mod concern_told;
pub mod contact_point;
pub mod coordination;
pub mod custodian;
pub mod custody;
pub mod death;
pub mod decided_by;
pub mod decision;
pub mod deputy;
pub mod disclosure;
pub mod duty;
pub mod event;
pub mod fact;
pub mod first_contact;
pub mod goal;
pub mod handover;
pub mod history;
pub mod identity;
pub mod ids;
pub mod information;
pub mod join_request;
pub mod joining;
pub mod lead;
pub mod life;
pub mod meeting;
pub mod move_away;
pub mod no_discussion;
pub mod note;
pub mod objection;
pub mod organisation;
pub mod people;
pub mod person;
pub mod plan;
pub mod reading;
pub mod referral;
pub mod refusal;
pub mod restriction;
pub mod review;
pub mod review_decision;
pub mod review_invitation;
pub mod role;
pub mod safeguarding_lead;
pub mod service;
pub mod sharing;
pub mod support;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod timer;
mod version;
pub mod visit_warning;
pub mod volunteer;
pub mod words;
pub mod worker;
pub mod wrong_person;

pub use category::{Categories, Category};
pub use role::{Right, Role};
