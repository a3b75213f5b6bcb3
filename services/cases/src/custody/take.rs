//! `TakeCustody`: asks the directory who is custodian for the organisation that holds the case.

use api::{
    handovers::Custody,
    v1::{TakeCustodyRequest, TakeCustodyResponse},
};
use casework::ids::PersonId;
use tonic::Request;

use crate::{
    Cases,
    call::{person, thing},
    error::Error,
};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<TakeCustodyRequest>,
) -> Result<TakeCustodyResponse, Error> {
    let call = cases.call_or_rehearse(request)?;
    let (by, content) = (&call.request.by, &call.content);
    let service = api::types::id("service_id", &content.service_id)?;
    let service = cases.service(&by.organisation, service).await?;
    let custody = custody(cases, person(&content.person_id)?, by).await?;
    let command = api::handovers::take_custody(content, custody, service, &by.worker)?;
    let done = call.carry_out(&command).await?;
    Ok(TakeCustodyResponse {
        receipt: call.receipt(&done),
        handover_id: thing(&done)?,
    })
}

/// Who holds the case; where nobody does, the caller stands there and has no custodian.
async fn custody(
    cases: &Cases,
    person: PersonId,
    by: &casework::event::By,
) -> Result<Custody, Error> {
    let stream = cases.people.read(&person).await?;
    let Some(case) = stream.state.open_case() else {
        return Ok(Custody {
            from: by.organisation.clone(),
            custodian: None,
        });
    };
    let from = case.holder.organisation.clone();
    let holder = cases.directory.read(&from).await?;
    let custodian = holder.state.custodian.clone();
    Ok(Custody { from, custodian })
}
