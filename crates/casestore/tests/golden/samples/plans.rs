//! The plan and its goals.

use casework::plan::{Section, Told};

use super::*;

fn told(number: u128, what: What, section: Section, told: Told) -> Event {
    let told = fact(
        About::Plan { section },
        &[Category::Plan],
        Content::Plan(told),
    );
    event(number, what, vec![told])
}

/// A goal's newer version takes the place of the goal.
fn of_goal(number: u128, what: What, section: Section, said: Told) -> Event {
    let mut event = told(number, what, section, said);
    event.facts[0].replaces = Some(FactId {
        event: EventId(id(80)),
        index: 0,
    });
    event
}

fn last_day() -> LastDay {
    LastDay {
        date: "2026-09-30".parse().unwrap(),
        ends_at: "2026-09-30T23:00:00Z".parse().unwrap(),
    }
}

pub fn plan_recorded() -> Event {
    let goal = Told::Passage {
        words: words("Sing with other people again."),
        helped_by: Some(words("Her daughter Grace")),
    };
    told(80, What::PlanRecorded {}, Section::Goal, goal)
}

pub fn plan_review_set() -> Event {
    let review_on = last_day();
    let set = Told::ReviewSet {
        review_on: review_on.date,
    };
    told(81, What::PlanReviewSet { review_on }, Section::Review, set)
}

pub fn plan_agreed() -> Event {
    let agreed = Told::Agreed {
        decided_by: DecidedBy::Person,
        words: Some(words("That is how I want it.")),
    };
    told(82, What::PlanAgreed {}, Section::Agreement, agreed)
}

pub fn plan_reviewed() -> Event {
    let review_on = last_day();
    let reviewed = Told::Reviewed {
        words: words("She sings on Thursdays; the stairs are no better."),
        review_on: review_on.date,
    };
    let what = What::PlanReviewed { review_on };
    told(83, what, Section::Review, reviewed)
}

pub fn plan_review_due() -> Event {
    let what = What::PlanReviewDue {
        review: EventId(id(81)),
    };
    let due = Told::ReviewDue {
        review_on: last_day().date,
    };
    told(84, what, Section::Review, due)
}

pub fn goal_achieved() -> Event {
    let achieved = Told::Achieved {
        words: Some(words("She sang at the harvest supper.")),
    };
    of_goal(85, What::GoalAchieved {}, Section::Achieved, achieved)
}

pub fn goal_stopped() -> Event {
    let stopped = Told::Stopped {
        words: words("The hall is too far."),
    };
    of_goal(86, What::GoalStopped {}, Section::Stopped, stopped)
}
