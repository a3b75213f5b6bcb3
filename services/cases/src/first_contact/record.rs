//! `RecordFirstContact`.

use api::v1::{RecordFirstContactRequest, RecordFirstContactResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordFirstContactRequest>,
) -> Result<RecordFirstContactResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::referrals::first_contact(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    Ok(RecordFirstContactResponse {
        receipt: call.receipt(&done),
    })
}
