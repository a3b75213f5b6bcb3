//! Volunteers: named and released.

use api::v1::{
    AssignVolunteerRequest, Category, ListVolunteersRequest, ReleaseVolunteerRequest,
    VolunteerAssignment, Withdrawal,
};
use throughline::demo::acting::{Acting, command_id};

use super::numbers;

/// A volunteer is named until the end of September 2026.
pub fn assignment(person: &str, worker: &str, shown: &[Category]) -> AssignVolunteerRequest {
    AssignVolunteerRequest {
        command_id: command_id(),
        person_id: person.into(),
        worker: worker.into(),
        task: "Goes to choir with them.".into(),
        categories: numbers(shown),
        until: "2026-09-30".into(),
    }
}

/// Names a volunteer, and gives the assignment's id.
///
/// # Panics
/// Where it is refused.
pub async fn assign(who: &Acting, request: AssignVolunteerRequest) -> String {
    let named = who.volunteers().assign_volunteer(who.ask(request)).await;
    named.unwrap().into_inner().assignment_id
}

/// Releases a volunteer.
///
/// # Panics
/// Where it is refused.
pub async fn release(who: &Acting, person: &str, assignment: &str) -> Withdrawal {
    let request = who.ask(ReleaseVolunteerRequest {
        command_id: command_id(),
        person_id: person.into(),
        assignment_id: assignment.into(),
        words: "They go by themselves now.".into(),
    });
    let released = who.volunteers().release_volunteer(request).await;
    released.unwrap().into_inner().withdrawal.unwrap()
}

/// Who is named, and was, as somebody sees it.
///
/// # Panics
/// Where it is refused.
pub async fn listed(who: &Acting, person: &str) -> Vec<VolunteerAssignment> {
    let request = who.ask(ListVolunteersRequest {
        person_id: person.into(),
        not_before: String::new(),
    });
    let listed = who.read_volunteers().list_volunteers(request).await;
    listed.unwrap().into_inner().assignments
}
