//! `RegisterWorker`.

use api::v1::{RegisterWorkerRequest, RegisterWorkerResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RegisterWorkerRequest>,
) -> Result<RegisterWorkerResponse, Error> {
    let call = cases.call(request)?;
    let command = api::directory::register_worker(&call.content)?;
    let done = call.carry_out_in_directory(&command).await?;
    Ok(RegisterWorkerResponse {
        receipt: call.receipt(&done),
    })
}
