//! A volunteer of the charity, and how it names one. For tests only.

use crate::{
    calendar::LastDay,
    category::{Categories, Category},
    event::By,
    history::History,
    role::Role,
    testing::{by, link_worker},
    volunteer::{assign::AssignVolunteer, release::ReleaseVolunteer},
    words::Words,
};

/// A volunteer of the charity.
pub fn volunteer() -> By {
    by(
        link_worker().organisation.as_str(),
        "kim.ray",
        Role::Volunteer,
    )
}

/// The charity names its volunteer until Midsummer Day.
pub fn assign(categories: &[Category]) -> AssignVolunteer {
    AssignVolunteer {
        worker: volunteer().worker,
        task: Words::prose("task", "Drives her to choir.").unwrap(),
        categories: Categories::of(categories),
        until: LastDay::on("2026-06-24".parse().unwrap()).unwrap(),
    }
}

/// The charity releases whom it named first.
pub fn release(history: &History) -> ReleaseVolunteer {
    let organisation = link_worker().organisation;
    let assignment = history.volunteers(&organisation).next().unwrap();
    ReleaseVolunteer {
        assignment: assignment.terms.assignment,
        words: None,
    }
}
