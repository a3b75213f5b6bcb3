//! `RetireWorker`.

use api::v1::{RetireWorkerRequest, RetireWorkerResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RetireWorkerRequest>,
) -> Result<RetireWorkerResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::retire_worker(&call.content)?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(RetireWorkerResponse {
        receipt: call.receipt(&done),
    })
}
