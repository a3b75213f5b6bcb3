//! Concerns to try rules with. For tests only.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use crate::{
    category::{Categories, Category},
    concern::{Concern, Outcome, Subject, Whom, close::CloseConcern, raise::RaiseConcern},
    concern_told::record::RecordConcernTold,
    event::By,
    history::History,
    role::Role,
    testing::{by, link_worker},
    words::Words,
};

/// The charity's safeguarding lead.
pub fn lead() -> By {
    by("LVF-FRIENDS", "grace.ajayi", Role::SafeguardingLead)
}

/// A concern about the person, for the charity's lead.
pub fn concern() -> RaiseConcern {
    RaiseConcern {
        words: Words::prose("words", "There was no food, and her card is gone.").unwrap(),
        subject: Subject::Person,
        categories: Categories::of(&[Category::Money]),
        immediate_danger: false,
        done: None,
        leads: [lead().worker].into(),
    }
}

/// The council's team was told of the first concern, just now.
pub fn told(history: &History, now: jiff::Timestamp) -> RecordConcernTold {
    RecordConcernTold {
        concern: first(history).id,
        whom: Whom::CouncilForAdults,
        name: Words::name("name", "Duty desk").unwrap(),
        at: now,
        words: None,
        leads: [lead().worker].into(),
    }
}

/// The first concern is closed.
pub fn close(history: &History) -> CloseConcern {
    let concern = first(history);
    CloseConcern {
        concern: concern.id,
        seen: concern.last_event,
        outcome: Outcome::MadeSafe,
        words: Words::prose("words", "The bank has stopped the card.").unwrap(),
        leads: [lead().worker].into(),
    }
}

/// The first concern.
pub fn first(history: &History) -> &Concern {
    history.concerns().next().unwrap()
}

/// Somebody who works beside the author.
pub fn colleague() -> By {
    By {
        worker: "another".parse().unwrap(),
        ..link_worker()
    }
}
