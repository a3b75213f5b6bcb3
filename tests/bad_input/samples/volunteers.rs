//! Samples of commands about volunteers.

use api::v1::{AssignVolunteerRequest, Category, ListVolunteersRequest, ReleaseVolunteerRequest};
use throughline::demo::acting::{Acting, command_id};
use throughline_tests::town::deeds::volunteers;

use crate::{call::Call, place::Place};

impl Place {
    /// Commands of this theme, and who may send them.
    pub fn of_volunteers(&self) -> Vec<(&Acting, Call)> {
        let practice = &self.practice;
        vec![
            (practice, Call::AssignVolunteer(self.assignment())),
            (practice, Call::ReleaseVolunteer(self.release())),
        ]
    }

    pub fn assignment(&self) -> AssignVolunteerRequest {
        volunteers::assignment(&self.person, "another.volunteer", &[Category::Identity])
    }

    pub fn release(&self) -> ReleaseVolunteerRequest {
        ReleaseVolunteerRequest {
            command_id: command_id(),
            person_id: self.person.clone(),
            assignment_id: self.reached.assignment.clone(),
            words: String::new(),
        }
    }

    /// The query of this theme.
    pub fn volunteers(&self, person: &str) -> Call {
        Call::ListVolunteers(ListVolunteersRequest {
            person_id: person.to_owned(),
            not_before: String::new(),
        })
    }
}
