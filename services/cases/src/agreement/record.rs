//! `RecordAgreement`. It may take the place of a wider one, so it is answered as a withdrawal is.

use api::v1::{RecordAgreementRequest, RecordAgreementResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordAgreementRequest>,
) -> Result<RecordAgreementResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::record_agreement(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(RecordAgreementResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
