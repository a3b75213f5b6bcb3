//! `RecordAgreement`. It may take the place of a wider one, so it is answered as a withdrawal is.

use api::v1::{RecordAgreementRequest, RecordAgreementResponse};
use tonic::Request;

use crate::{Cases, call::person, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordAgreementRequest>,
) -> Result<RecordAgreementResponse, Error> {
    let call = cases.call("RecordAgreement", &request, |content| &content.command_id)?;
    let person = person(&request.get_ref().person_id)?;
    let command = api::sharing::record_agreement(request.get_ref())?;
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    let withdrawal = cases.withdrawn(&call.request.by, person, &done).await?;
    Ok(RecordAgreementResponse {
        receipt: Some(call.receipt(&done)),
        withdrawal: Some(withdrawal),
    })
}
