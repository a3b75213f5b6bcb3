//! What facts about actions, the plan and decisions say, in a line.

use api::v1::{
    ActionFact, DecisionFact, PlanFact, action_fact::Told, decided::Choice,
    plan_fact::Told as Planned,
};

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

/// A passage of the plan, or something about the plan as a whole.
pub(super) fn plan(plan: &PlanFact) -> String {
    match &plan.told {
        Some(Planned::Passage(passage)) => format!("Plan: “{}”", passage.words),
        Some(Planned::Achieved(achieved)) => format!("She has reached a goal: {}", achieved.words),
        Some(Planned::Stopped(stopped)) => format!("She lets go of a goal: “{}”", stopped.words),
        Some(Planned::Agreed(_)) => "The plan was agreed".into(),
        Some(Planned::ReviewSet(set)) => format!("The plan is looked at on {}", set.review_on),
        Some(Planned::Reviewed(reviewed)) => {
            format!("The plan was looked at again: {}", reviewed.words)
        }
        Some(Planned::ReviewDue(due)) => {
            format!("The plan was to be looked at on {}", due.review_on)
        }
        None => String::new(),
    }
}

/// What was decided.
pub(super) fn decision(decision: &DecisionFact) -> String {
    let Some(decided) = &decision.decided else {
        return String::new();
    };
    let chosen = match &decided.choice {
        Some(Choice::Option(place)) => usize::try_from(*place)
            .ok()
            .and_then(|place| decided.options.get(place))
            .map_or("", |option| &option.option),
        Some(Choice::Other(words)) => words,
        None => "",
    };
    format!("She decided: {} {chosen}", decided.question)
}
