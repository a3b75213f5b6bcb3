//! `OfferHandover`.

use api::v1::{OfferHandoverRequest, OfferHandoverResponse};
use tonic::Request;

use crate::{Cases, call::thing, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<OfferHandoverRequest>,
) -> Result<OfferHandoverResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let service = match api::handovers::asked(&call.content)? {
        Some((organisation, service)) => Some(cases.service(&organisation, service).await?),
        None => None,
    };
    let command = api::handovers::offer(&call.content, service)?;
    let done = call.carry_out(&command).await?;
    Ok(OfferHandoverResponse {
        receipt: call.receipt(&done),
        handover_id: thing(&done)?,
    })
}
