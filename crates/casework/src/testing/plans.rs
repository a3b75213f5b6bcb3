//! The plan and goals, as tests send them.

use crate::{
    calendar::LastDay,
    category::Categories,
    decided_by::DecidedBy,
    goal::{achieve::AchieveGoal, stop::StopGoal},
    ids::{EventId, FactId},
    plan::{
        Section,
        agree::AgreePlan,
        record::{Passage, RecordPlan},
        review::ReviewPlan,
    },
    words::Words,
};

fn words(text: &str) -> Words {
    Words::prose("words", text).unwrap()
}

/// A passage of the plan.
pub fn written(section: Section, text: &str) -> Passage {
    Passage {
        section,
        words: words(text),
        categories: Categories::NONE,
        helped_by: None,
        replaces: None,
    }
}

/// A goal.
pub fn goal(text: &str) -> Passage {
    written(Section::Goal, text)
}

/// The plan, without a day on which it is looked at again.
pub fn plan(passages: Vec<Passage>) -> RecordPlan {
    RecordPlan {
        passages,
        review_on: None,
    }
}

/// The person agrees to the plan as it was seen.
pub fn agree(seen: EventId) -> AgreePlan {
    AgreePlan {
        seen,
        decided_by: DecidedBy::Person,
        words: Some(words("That is how I want it.")),
    }
}

/// The plan was looked at, and is looked at again on this day.
pub fn review(seen: EventId, date: &str) -> ReviewPlan {
    ReviewPlan {
        seen,
        words: words("All of it still holds."),
        review_on: LastDay::on(date.parse().unwrap()).unwrap(),
    }
}

/// A goal was reached.
pub fn achieve(goal: FactId) -> AchieveGoal {
    AchieveGoal {
        goal,
        words: Some(words("She sang on Thursday.")),
    }
}

/// A goal was let go of.
pub fn stop(goal: FactId) -> StopGoal {
    StopGoal {
        goal,
        words: words("It is too far to go."),
    }
}
