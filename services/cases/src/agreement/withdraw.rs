//! `WithdrawAgreement`.

use api::v1::{WithdrawAgreementRequest, WithdrawAgreementResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<WithdrawAgreementRequest>,
) -> Result<WithdrawAgreementResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::sharing::withdraw_agreement(&call.content)?;
    let done = call.carry_out(&command).await?;
    Ok(WithdrawAgreementResponse {
        receipt: call.receipt(&done),
        withdrawal: call.withdrawal(&done).await?,
    })
}
