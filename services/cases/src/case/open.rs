//! `OpenCase`: finds the person under the NHS number, or by name and address, or makes them known, and opens the case.

use api::v1::{OpenCaseRequest, OpenCaseResponse};
use casework::{
    command::{Command, Context},
    history::{Folded, History},
    ids::{Mint, PersonId},
};
use tonic::Request;

use crate::{Cases, error::Error};

pub(crate) async fn handle(
    cases: &Cases,
    request: Request<OpenCaseRequest>,
) -> Result<OpenCaseResponse, Error> {
    let call = cases.call(request)?;
    let by = &call.request.by;
    let content = &call.content;
    let service = cases
        .service(
            &by.organisation,
            api::types::id("service_id", &content.service_id)?,
        )
        .await?;
    let command = api::cases::open(content, service, &by.worker)?;

    let secrets = cases.keys.secrets();
    let proposed = PersonId(call.request.proposed_id(secrets, "person"));
    // Nobody is made known by a command that would be refused anyway.
    let context = Context {
        by: by.clone(),
        now: call.request.now,
    };
    command.decide(&History::new(proposed), &context, &mut Mint::new([0; 32]))?;

    // A command that made somebody known is never looked up under another number: its answers would tell who is known.
    let made_known = cases.people.read(&proposed).await?.state.version() > 0;
    let person = if made_known {
        proposed
    } else {
        cases.whose(&command, proposed).await?
    };
    let done = cases
        .people
        .execute(&person, &call.request, &command)
        .await?;
    cases.make_findable(person).await?;
    Ok(OpenCaseResponse {
        receipt: call.receipt(&done),
        person_id: person.to_string(),
    })
}
