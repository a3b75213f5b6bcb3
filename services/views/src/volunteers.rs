//! The volunteers who are named for a case.

use api::v1::{ListVolunteersRequest, ListVolunteersResponse, VolunteerAssignment};
use orgviews::volunteers::Assignment;
use tonic::Request;

use crate::{Error, Views, question, story::facts};

pub(crate) async fn list(
    views: &Views,
    request: Request<ListVolunteersRequest>,
) -> Result<ListVolunteersResponse, Error> {
    let caller = question::reader(&request)?;
    let ListVolunteersRequest {
        person_id,
        not_before,
    } = request.into_inner();
    let person = question::person(&person_id)?;
    let read = move |reader: &orgviews::Reader, now| Ok(reader.volunteers(now, person)?);
    let found = question::known(views.read(&caller, &not_before, read).await?)?;
    let wire = |assignment: &Assignment| VolunteerAssignment {
        assignment_id: assignment.id.to_string(),
        holds: assignment.holds,
        facts: facts(&assignment.facts),
    };
    Ok(ListVolunteersResponse {
        assignments: found.iter().map(wire).collect(),
    })
}
