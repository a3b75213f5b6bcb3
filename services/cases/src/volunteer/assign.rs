//! `AssignVolunteer`. It may take the place of a wider assignment, so it is answered as a withdrawal is.

use api::v1::{AssignVolunteerRequest, AssignVolunteerResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AssignVolunteerRequest>,
) -> Result<AssignVolunteerResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::volunteers::assign(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(AssignVolunteerResponse {
        receipt: call.receipt(&done),
        assignment_id: thing(&done)?,
        narrowed: call.withdrawal(&done).await?,
    })
}
