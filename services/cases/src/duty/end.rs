//! `EndDuty`.

use api::v1::{EndDutyRequest, EndDutyResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<EndDutyRequest>,
) -> Result<EndDutyResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::end_duty(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(EndDutyResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
