//! `RecordContactPoint`.

use api::v1::{RecordContactPointRequest, RecordContactPointResponse};
use casework::contact_point::Sort;
use tonic::Request;

use crate::{
    Cases,
    call::{person, thing},
    error::Error,
};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<RecordContactPointRequest>,
) -> Result<RecordContactPointResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let command = api::people::record_contact_point(&call.content, &|token| call.open_edit(token))?;
    let done = call.carry_out(&command).await?;
    if command.contact_point.sort == Sort::Address && !call.is_rehearsal() {
        cases
            .make_findable(person(&call.content.person_id)?)
            .await?;
    }
    Ok(RecordContactPointResponse {
        receipt: call.receipt(&done),
        contact_point_id: thing(&done)?,
        withdrawal: match command.replaces {
            Some(_) => call.withdrawal(&done).await?,
            None => None,
        },
    })
}
