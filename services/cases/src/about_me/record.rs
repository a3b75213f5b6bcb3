//! `RecordAboutMe`.

use api::v1::{RecordAboutMeRequest, RecordAboutMeResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordAboutMeRequest>,
) -> Result<RecordAboutMeResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::about_me::record(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(RecordAboutMeResponse {
        receipt: call.receipt(&done),
    })
}
