//! `RecordConcernTold`.

use api::v1::{RecordConcernToldRequest, RecordConcernToldResponse};
use tonic::Request;

use crate::{Cases, concern::workers, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordConcernToldRequest>,
) -> Result<RecordConcernToldResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let leads = cases
        .safeguarding_leads(&call.request.by.organisation)
        .await?;
    let command = api::safeguarding::record_told(&call.content, workers(&leads))?;
    let done = call.carry_out(&command).await?;
    Ok(RecordConcernToldResponse {
        receipt: call.receipt(&done),
    })
}
