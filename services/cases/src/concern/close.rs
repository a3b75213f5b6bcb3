//! `CloseConcern`.

use api::v1::{CloseConcernRequest, CloseConcernResponse};
use tonic::Request;

use crate::{Cases, concern::workers, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<CloseConcernRequest>,
) -> Result<CloseConcernResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let leads = cases
        .safeguarding_leads(&call.request.by.organisation)
        .await?;
    let open = |token: &str| call.open_edit(token);
    let command = api::safeguarding::close(&call.content, &open, workers(&leads))?;
    let done = call.carry_out(&command).await?;
    Ok(CloseConcernResponse {
        receipt: call.receipt(&done),
    })
}
