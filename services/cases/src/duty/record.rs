//! `RecordDuty`. The organisation has to be one that can be shown something.

use api::v1::{RecordDutyRequest, RecordDutyResponse};
use casework::refusal::{Code, Refusal};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordDutyRequest>,
) -> Result<RecordDutyResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::record_duty(&call.content)?;
    let registered = cases.directory.read(&command.organisation).await?;
    if registered.state.name.is_none() {
        return Err(Refusal::of(Code::OrganisationUnknown, "organisation").into());
    }
    drop(registered);
    let done = call.carry_out(&command).await?;
    Ok(RecordDutyResponse {
        receipt: call.receipt(&done),
    })
}
