//! `EndContactPoint`.

use api::v1::{EndContactPointRequest, EndContactPointResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<EndContactPointRequest>,
) -> Result<EndContactPointResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::people::end_contact_point(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(EndContactPointResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
