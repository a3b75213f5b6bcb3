//! `RecordDeath`: answered when every file that it touches has been rewritten, or after a bound.

use api::v1::{RecordDeathRequest, RecordDeathResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordDeathRequest>,
) -> Result<RecordDeathResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::life::death(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordDeathResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
