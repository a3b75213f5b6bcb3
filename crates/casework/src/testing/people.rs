//! How somebody is reached, and what to mind on a visit.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use super::{by, gp, maureen};
use crate::{
    contact_point::{ContactPoint, Sort, record::RecordContactPoint},
    event::By,
    fact::{About, Identity, Restriction},
    history::History,
    identity::correct::CorrectIdentity,
    ids::FactId,
    role::Role,
    visit_warning::{Warning, record::RecordVisitWarning},
    words::Words,
    wrong_person::{mark::MarkWrongPerson, unmark::UnmarkWrongPerson},
};

/// A telephone on which texts are safe.
pub fn phone() -> RecordContactPoint {
    RecordContactPoint {
        contact_point: ContactPoint {
            sort: Sort::Phone,
            value: Words::prose("value", "07700 900 123").unwrap(),
            safety: Some(Words::prose("safety", "Text only, never post.").unwrap()),
        },
        restriction: None,
        replaces: None,
    }
}

/// Where she lives.
pub fn address() -> RecordContactPoint {
    RecordContactPoint {
        contact_point: ContactPoint {
            sort: Sort::Address,
            value: Words::prose("value", "3 Mill Lane, Northgate, HX1 1AA").unwrap(),
            safety: None,
        },
        ..phone()
    }
}

/// A dog, and why, which nobody but the writer reads.
pub fn warning() -> RecordVisitWarning {
    RecordVisitWarning {
        warnings: [Warning::Animal].into(),
        reason: Words::prose("reason", "It bit the postman.").unwrap(),
        readers: Restriction::default(),
    }
}

/// The entry was recorded on the wrong person.
pub fn mark(fact: FactId) -> MarkWrongPerson {
    MarkWrongPerson {
        fact,
        words: Words::prose("words", "There are two of that name.").unwrap(),
    }
}

/// It was about this person after all.
pub fn unmark(fact: FactId) -> UnmarkWrongPerson {
    UnmarkWrongPerson {
        fact,
        words: Words::prose("words", "It was about her after all.").unwrap(),
    }
}

/// The practice's privacy officer.
pub fn privacy_officer() -> By {
    by(gp().organisation.as_str(), "ig.lead", Role::PrivacyOfficer)
}

/// She has another name.
pub fn correction(history: &History, name: &str) -> CorrectIdentity {
    let mut facts = history.facts().iter().rev();
    let newest = facts.find(|recorded| recorded.fact.about == About::Identity);
    CorrectIdentity {
        seen: newest.unwrap().id,
        identity: Identity {
            name: Words::name("name", name).unwrap(),
            ..maureen().identity
        },
    }
}
