//! `PauseCase`.

use api::v1::{PauseCaseRequest, PauseCaseResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<PauseCaseRequest>,
) -> Result<PauseCaseResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::life::pause(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(PauseCaseResponse {
        receipt: call.receipt(&done),
    })
}
