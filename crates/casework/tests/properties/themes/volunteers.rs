//! Volunteers in the stories: who is named, and what a list of events tells of it.

use casework::{
    Categories,
    calendar::LastDay,
    event::{By, Event, What},
    fact::About,
    ids::AssignmentId,
    volunteer::{VolunteerAssigned, assign::AssignVolunteer, release::ReleaseVolunteer},
};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::{
    cast, mangle,
    plan::{self, Who},
    story::{Story, last_day, pick, words},
    themes::{Needs, Step, Try, step},
};

/// The commands.
pub const COMMANDS: &[(&str, Needs)] = &[
    ("assign_volunteer", Needs::Part),
    ("release_volunteer", Needs::Part),
];

/// The steps.
pub fn steps() -> Vec<(u32, BoxedStrategy<Step>)> {
    let assign = (plan::who(), any::<u8>(), plan::scopes(), -1..9_i8).prop_map(
        |(who, worker, categories, days)| Assign {
            who,
            worker,
            categories,
            days,
        },
    );
    let release = (plan::who(), any::<u8>(), prop::bool::weighted(0.2)).prop_map(
        |(who, assignment, foreign)| Release {
            who,
            assignment,
            foreign,
        },
    );
    vec![(4, step(assign)), (2, step(release))]
}

/// An organisation names a volunteer.
#[derive(Clone, Debug)]
struct Assign {
    who: Who,
    worker: u8,
    categories: Categories,
    days: i8,
}

impl Try for Assign {
    fn carry_out(&self, story: &mut Story) {
        let assign = AssignVolunteer {
            worker: cast::worker(self.worker.into()),
            task: words("Drives there."),
            categories: self.categories,
            until: last_day(story.world.now, self.days),
        };
        story.send("assign_volunteer", &story.by(self.who), &assign);
    }
}

/// An organisation releases a volunteer, or tries to release somebody else's.
#[derive(Clone, Debug)]
struct Release {
    who: Who,
    assignment: u8,
    foreign: bool,
}

impl Try for Release {
    fn carry_out(&self, story: &mut Story) {
        let by = story.by(self.who);
        let named = story
            .world
            .events
            .iter()
            .filter_map(|event| match &event.what {
                What::VolunteerAssigned(terms)
                    if self.foreign || event.by.organisation == by.organisation =>
                {
                    Some(terms.assignment)
                }
                _ => None,
            });
        let named: Vec<AssignmentId> = named.collect();
        let Some(assignment) = pick(&named, self.assignment).copied() else {
            return;
        };
        let release = ReleaseVolunteer {
            assignment,
            words: None,
        };
        story.send("release_volunteer", &by, &release);
    }
}

/// Events of any content.
pub fn nonsense() -> Vec<BoxedStrategy<What>> {
    let assignment = || mangle::id().prop_map(AssignmentId);
    let until = any::<i8>().prop_map(|days| {
        let day = jiff::civil::date(2026, 6, 8).saturating_add(i64::from(days % 9).days());
        LastDay::on(day).unwrap()
    });
    let assigned = (assignment(), any::<u8>(), plan::scopes(), until).prop_map(
        |(assignment, worker, categories, until)| {
            What::VolunteerAssigned(VolunteerAssigned {
                assignment,
                worker: cast::worker(worker.into()),
                categories,
                until,
            })
        },
    );
    let released = assignment().prop_map(|assignment| What::VolunteerReleased { assignment });
    vec![assigned.boxed(), released.boxed()]
}

/// What facts can be about.
pub fn abouts() -> Vec<BoxedStrategy<About>> {
    let assignment = mangle::id().prop_map(AssignmentId);
    vec![
        assignment
            .prop_map(|assignment| About::Volunteer { assignment })
            .boxed(),
    ]
}

/// A volunteer who is named: by whom, from which place in the list on.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "as the event's")]
pub struct Assigned<'a> {
    pub place: usize,
    pub by: &'a By,
    pub terms: &'a VolunteerAssigned,
}

/// Everybody who was named, and neither named anew nor released since.
pub fn assigned(events: &[Event]) -> Vec<Assigned<'_>> {
    let named = |(place, event): (usize, &'_ Event)| match &event.what {
        What::VolunteerAssigned(_) => Some(place),
        _ => None,
    };
    let standing = |place: &usize| {
        let event = &events[*place];
        let What::VolunteerAssigned(terms) = &event.what else {
            return false;
        };
        !events[place + 1..].iter().any(|later| {
            later.by.organisation == event.by.organisation
                && match &later.what {
                    What::VolunteerAssigned(anew) => anew.worker == terms.worker,
                    What::VolunteerReleased { assignment } => *assignment == terms.assignment,
                    _ => false,
                }
        })
    };
    let places = events.iter().enumerate().filter_map(named);
    places
        .filter(standing)
        .filter_map(|place| match &events[place] {
            Event {
                by,
                what: What::VolunteerAssigned(terms),
                ..
            } => Some(Assigned { place, by, terms }),
            _ => None,
        })
        .collect()
}

/// When a volunteer's last day is over.
pub fn ends(event: &Event) -> Option<Timestamp> {
    match &event.what {
        What::VolunteerAssigned(terms) => Some(terms.until.ends_at),
        _ => None,
    }
}

/// Whether the event names a volunteer or releases one.
pub fn is_about_volunteers(event: &Event) -> bool {
    matches!(
        event.what,
        What::VolunteerAssigned(_) | What::VolunteerReleased { .. }
    )
}
