//! `LiftVisitWarning`.

use api::v1::{LiftVisitWarningRequest, LiftVisitWarningResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<LiftVisitWarningRequest>,
) -> Result<LiftVisitWarningResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::people::lift_visit_warning(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(LiftVisitWarningResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
