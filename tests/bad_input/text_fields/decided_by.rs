//! Who decides, in words that the tests choose.

use api::v1::{self, decided_by};

pub fn attorney(name: &str, document_seen: &str) -> Option<v1::DecidedBy> {
    let who = decided_by::Who::Attorney(decided_by::Attorney {
        name: name.into(),
        document_seen: document_seen.into(),
    });
    Some(v1::DecidedBy { who: Some(who) })
}

pub fn best_interests(decider: &str, consulted: &str, review_on: &str) -> Option<v1::DecidedBy> {
    let who = decided_by::Who::BestInterests(decided_by::BestInterests {
        decider: decider.into(),
        consulted: consulted.into(),
        review_on: review_on.into(),
    });
    Some(v1::DecidedBy { who: Some(who) })
}
