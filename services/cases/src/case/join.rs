//! `JoinCase`.

use api::v1::{JoinCaseRequest, JoinCaseResponse};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<JoinCaseRequest>,
) -> Result<JoinCaseResponse, Error> {
    let call = cases.call(request)?;
    let person = call.open_join(&call.content.token)?;
    let service = api::types::id("service_id", &call.content.service_id)?;
    let service = cases
        .service(&call.request.by.organisation, service)
        .await?;
    let command = api::joining::join(&call.content, service)?;
    let done = call.carry_out_on(person, &command).await?;
    Ok(JoinCaseResponse {
        receipt: call.receipt(&done),
        person_id: person.to_string(),
    })
}
