//! `ReassignLead`.

use api::v1::{ReassignLeadRequest, ReassignLeadResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<ReassignLeadRequest>,
) -> Result<ReassignLeadResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::handovers::reassign_lead(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(ReassignLeadResponse {
        receipt: call.receipt(&done),
    })
}
