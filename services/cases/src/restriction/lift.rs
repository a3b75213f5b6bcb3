//! `LiftRestriction`.

use api::v1::{LiftRestrictionRequest, LiftRestrictionResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<LiftRestrictionRequest>,
) -> Result<LiftRestrictionResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::lift_restriction(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(LiftRestrictionResponse {
        receipt: call.receipt(&done),
    })
}
