//! `AgreePlan`.

use api::v1::{AgreePlanRequest, AgreePlanResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<AgreePlanRequest>,
) -> Result<AgreePlanResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::plans::agree(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(AgreePlanResponse {
        receipt: call.receipt(&done),
    })
}
