//! Questions that are asked before anything is recorded: what a change does, and who is shown what.
//!
//! Whoever may not write to the case is answered as about a person whom nobody knows.

use api::v1::{
    GetSharingMatrixRequest, GetSharingMatrixResponse, PreviewSharingRequest,
    PreviewSharingResponse,
};
use casework::{
    command::Context,
    disclosure::{audience, preview},
    ids::Mint,
};
use tonic::Request;

use crate::{
    Cases,
    call::{caller, person},
    error::Error,
};

pub(crate) async fn sharing(
    cases: &Cases,
    request: Request<PreviewSharingRequest>,
) -> Result<PreviewSharingResponse, Error> {
    let mut context = context(cases, &request)?;
    let request = request.into_inner();
    let change = api::disclosure::change(&request)?;
    let stream = cases.people.read(&person(&request.person_id)?).await?;
    context.involved(&stream.state)?;
    context.now = stream.next_at(context.now);
    // What is minted here is recorded nowhere.
    let changes = preview::preview(&stream.state, &context, &*change, &mut Mint::new([0; 32]))?;
    Ok(api::disclosure::wire_changes(&changes))
}

pub(crate) async fn matrix(
    cases: &Cases,
    request: Request<GetSharingMatrixRequest>,
) -> Result<GetSharingMatrixResponse, Error> {
    let context = context(cases, &request)?;
    let request = request.into_inner();
    let stream = cases.people.read(&person(&request.person_id)?).await?;
    context.involved(&stream.state)?;
    let matrix = audience::matrix(&stream.state, &context.by, context.now);
    Ok(api::disclosure::wire_matrix(&matrix))
}

fn context<T>(cases: &Cases, request: &Request<T>) -> Result<Context, Error> {
    Ok(Context {
        by: caller(request)?,
        now: cases.clock.now(),
    })
}
