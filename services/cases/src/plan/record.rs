//! `RecordPlan`.

use api::v1::{RecordPlanRequest, RecordPlanResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordPlanRequest>,
) -> Result<RecordPlanResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::plans::record(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(RecordPlanResponse {
        receipt: call.receipt(&done),
    })
}
