//! `SetDeputy`.

use api::v1::{SetDeputyRequest, SetDeputyResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<SetDeputyRequest>,
) -> Result<SetDeputyResponse, Error> {
    let call = cases.call(request)?;
    let by = &call.request.by;
    let command = api::cover::set_deputy(&call.content, &by.worker)?;
    // Workers are always the caller's own organisation's.
    let done = cases
        .directory
        .execute(&by.organisation, &call.request, &command)
        .await?;
    Ok(SetDeputyResponse {
        receipt: call.receipt(&done),
    })
}
