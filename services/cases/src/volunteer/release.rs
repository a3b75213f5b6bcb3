//! `ReleaseVolunteer`.

use api::v1::{ReleaseVolunteerRequest, ReleaseVolunteerResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReleaseVolunteerRequest>,
) -> Result<ReleaseVolunteerResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::volunteers::release(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(ReleaseVolunteerResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
