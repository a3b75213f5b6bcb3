//! Volunteers.

use casework::{
    ids::AssignmentId,
    volunteer::{Told, VolunteerAssigned},
};

use super::*;

const ASSIGNMENT: AssignmentId = AssignmentId(id(0xA551));

fn told(number: u128, what: What, told: Told) -> Event {
    let about = About::Volunteer {
        assignment: ASSIGNMENT,
    };
    let mut told = fact(about, &[], Content::Volunteer(told));
    told.restriction = Some(Restriction {
        organisations: ["LVF-FRIENDS".parse().unwrap()].into(),
        ..Restriction::default()
    });
    event(number, what, vec![told])
}

pub fn volunteer_assigned() -> Event {
    let categories = Categories::of(&[Category::Identity, Category::Contact]);
    let worker: WorkerId = "kim.ray".parse().unwrap();
    let until = LastDay::on("2026-09-30".parse().unwrap()).unwrap();
    let what = What::VolunteerAssigned(VolunteerAssigned {
        assignment: ASSIGNMENT,
        worker: worker.clone(),
        categories,
        until,
    });
    let assigned = Told::Assigned {
        worker,
        task: words("Drives her to choir."),
        categories,
        until,
    };
    told(101, what, assigned)
}

pub fn volunteer_released() -> Event {
    let what = What::VolunteerReleased {
        assignment: ASSIGNMENT,
    };
    let words = Some(words("She goes by bus now."));
    told(102, what, Told::Released { words })
}
