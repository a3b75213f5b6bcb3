//! How somebody is reached, and what to mind on a visit.

#![allow(clippy::unwrap_used, reason = "for tests only")]

use crate::{
    contact_point::{ContactPoint, Sort, record::RecordContactPoint},
    fact::Restriction,
    visit_warning::{Warning, record::RecordVisitWarning},
    words::Words,
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

/// A dog, and why, which nobody but the writer reads.
pub fn warning() -> RecordVisitWarning {
    RecordVisitWarning {
        warnings: [Warning::Animal].into(),
        reason: Words::prose("reason", "It bit the postman.").unwrap(),
        readers: Restriction::default(),
    }
}
