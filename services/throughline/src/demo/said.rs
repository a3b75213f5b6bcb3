//! What facts about actions, the plan and decisions say, in a line.

use api::v1::{ActionFact, action_fact::Told};

/// An action, or what became of it.
pub(super) fn action(action: &ActionFact) -> String {
    match &action.told {
        Some(Told::Agreed(agreed)) => {
            format!("{} does by {}: {}", agreed.worker, agreed.due, agreed.words)
        }
        Some(Told::OwnStep(step)) => format!("Her own step: “{}”", step.words),
        Some(Told::Requested(asked)) => {
            format!(
                "{} is asked by {}: {}",
                asked.service_name, asked.due, asked.words
            )
        }
        Some(Told::Unanswered(_)) => "The requested action was not answered in time".into(),
        Some(Told::Accepted(accepted)) => format!("{} does it", accepted.worker),
        Some(Told::Declined(declined)) => format!("Not done: {}", declined.words),
        Some(Told::Reassigned(given)) => format!("{} does it from now on", given.worker),
        Some(Told::Overdue(overdue)) => format!("It was to be done by {}", overdue.due),
        Some(Told::Completed(done)) => format!("Done: {}", done.words),
        Some(Told::Cancelled(cancelled)) => format!("Called off: {}", cancelled.words),
        None => String::new(),
    }
}
