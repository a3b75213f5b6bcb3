//! Actions.

use casework::{action::Told, ids::ActionId};

use crate::{
    fact::text,
    types::{timestamp, wire_decline_reason},
    v1::{self, action_fact},
};

/// What a fact about an action says.
pub(crate) fn wire_fact(action: ActionId, told: &Told) -> v1::ActionFact {
    v1::ActionFact {
        action_id: action.to_string(),
        told: Some(wire_told(told)),
    }
}

fn wire_told(told: &Told) -> action_fact::Told {
    use action_fact::Told as Wire;
    match told {
        Told::Agreed {
            words,
            organisation,
            worker,
            due,
            without_agreement,
        } => Wire::Agreed(action_fact::Agreed {
            words: words.to_string(),
            organisation: organisation.to_string(),
            worker: worker.to_string(),
            due: due.to_string(),
            without_agreement: text(without_agreement),
        }),
        Told::OwnStep {
            words,
            helper,
            hoped_by,
        } => Wire::OwnStep(action_fact::OwnStep {
            words: words.to_string(),
            helper: text(helper),
            hoped_by: hoped_by.map(|date| date.to_string()).unwrap_or_default(),
        }),
        Told::Requested {
            from,
            to,
            service,
            service_name,
            words,
            due,
            without_agreement,
            answer_by,
        } => Wire::Requested(action_fact::Requested {
            from: from.to_string(),
            to: to.to_string(),
            service_id: service.to_string(),
            service_name: service_name.to_string(),
            words: words.to_string(),
            due: due.to_string(),
            without_agreement: text(without_agreement),
            answer_by: Some(timestamp(*answer_by)),
        }),
        Told::Unanswered {
            answer_by,
            escalated,
        } => Wire::Unanswered(action_fact::Unanswered {
            answer_by: Some(timestamp(*answer_by)),
            escalated: *escalated,
        }),
        Told::Accepted { worker, words } => Wire::Accepted(action_fact::Accepted {
            worker: worker.to_string(),
            words: text(words),
        }),
        Told::Declined {
            reason,
            words,
            instead,
        } => Wire::Declined(action_fact::Declined {
            reason: wire_decline_reason(*reason) as i32,
            words: words.to_string(),
            instead: text(instead),
        }),
        Told::Reassigned { worker, words } => Wire::Reassigned(action_fact::Reassigned {
            worker: worker.to_string(),
            words: text(words),
        }),
        Told::Overdue { due } => Wire::Overdue(action_fact::Overdue {
            due: due.to_string(),
        }),
        Told::Completed { words } => Wire::Completed(action_fact::Completed {
            words: words.to_string(),
        }),
        Told::Cancelled { words } => Wire::Cancelled(action_fact::Cancelled {
            words: words.to_string(),
        }),
    }
}
